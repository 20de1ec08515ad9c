import {
  compareVersions,
  formatVersion,
  isPrerelease,
  parseSpecifiers,
  satisfies,
} from "../../python/index.ts";
import type { PackageName, Version } from "../../python/index.ts";
import type { AvailableVersion } from "../../resolve/metadata.ts";
import { JUMPS, jumpBetween, type Jump } from "./jump.ts";
import type { CurrentPin, PlanRequest } from "./plan-request.ts";

/** Where a version stands among those that a package may go to. */
export interface Standing {
  readonly version: Version;
  /** 0: it stays. The higher, the worse; of a package that is not there yet all are 1. */
  readonly position: number;
  /** Null: the package is not there yet, or stays. */
  readonly jump: Jump | null;
  /** How many of the chosen findings it keeps. */
  readonly keeps: number;
}

/** What may become of one package. */
export interface Domain {
  readonly current: CurrentPin | null;
  /** By `textOf`. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** Why a version must not be taken, whatever else is, as the end of a sentence in brackets. */
  readonly refused: ReadonlyMap<string, string>;
  /** Ascending. */
  readonly available: readonly AvailableVersion[];
}

/** `available`: what the index has, with the current version in it. */
export function domainOf(
  name: PackageName,
  available: readonly AvailableVersion[],
  request: PlanRequest,
): Domain {
  const current = request.pins.get(name) ?? null;
  const sorted = available.toSorted((a, b) => compareVersions(a.version, b.version));
  const refused = new Map<string, string>();
  const usable: Standing[] = [];
  const chosen = new Set(request.chosen.get(name));
  const known = new Set(current === null ? [] : request.findingsAt(name, current.version));
  for (const one of sorted) {
    const { version } = one;
    const jump = current === null ? null : jumpBetween(current.version, version);
    const isCurrent = current !== null && compareVersions(version, current.version) === 0;
    const found = request.findingsAt(name, version);
    const reason = isCurrent ? null : refusalOf(one, { request, current, jump, found, known });
    if (reason !== null) refused.set(textOf(version), reason);
    else {
      const keeps = found.filter((id) => chosen.has(id)).length;
      usable.push({ version, position: isCurrent ? 0 : 1, jump: isCurrent ? null : jump, keeps });
    }
  }
  const standings = current === null ? usable : inOrder(usable);
  return {
    current,
    standings: new Map(standings.map((one) => [textOf(one.version), one])),
    refused,
    available: sorted,
  };
}

/** `formatVersion`; of each version once, for a plan asks again and again. */
export function textOf(version: Version): string {
  const known = texts.get(version);
  if (known !== undefined) return known;
  const text = formatVersion(version);
  texts.set(version, text);
  return text;
}

const texts = new WeakMap<Version, string>();

interface Rules {
  readonly request: PlanRequest;
  readonly current: CurrentPin | null;
  readonly jump: Jump | null;
  readonly found: readonly string[];
  /** What the current version has already. */
  readonly known: ReadonlySet<string>;
}

function refusalOf(one: AvailableVersion, rules: Rules): string | null {
  return (
    refusalByRelease(one, rules) ??
    refusalByJump(rules) ??
    refusalByPython(one, rules) ??
    refusalByAge(one, rules)
  );
}

/** Whatever it is a change of. The resolver finds some of these by itself; here they keep the order of what may be taken free of them. */
function refusalByRelease(
  { version, yanked, files }: AvailableVersion,
  { current, found, known }: Rules,
): string | null {
  const fresh = found.filter((id) => !known.has(id));
  if (fresh.length > 0) return `has ${fresh.slice(0, MOST_NAMED).join(", ")}`;
  if (current?.isFixed === true) return "comes from an index, which today's does not";
  if (
    typeof yanked === "string" ||
    (files.length > 0 && files.every((file) => typeof file.yanked === "string"))
  )
    return "was yanked";
  return isPrerelease(version) && (current === null || !isPrerelease(current.version)) ? UNRIPE : null;
}

function refusalByAge({ uploadTime }: AvailableVersion, { request }: Rules): string | null {
  return isEmbargoed(uploadTime, request.excludeNewer) ? YOUNG : null;
}

function refusalByJump({ request, jump }: Rules): string | null {
  if (jump === "downgrade" && !request.mayDowngrade) return "is lower than today's";
  return jump !== null && jump !== "downgrade" && JUMPS.indexOf(jump) > JUMPS.indexOf(request.level)
    ? `is a ${jump} change, and no more than a ${request.level} one is allowed`
    : null;
}

function refusalByPython({ requiresPython, files }: AvailableVersion, { request }: Rules): string | null {
  const asked = files.length === 0 ? [requiresPython] : files.map((file) => file.requiresPython);
  const pythons = request.environments.map((one) => one.python_full_version);
  const lacking = pythons.find((python) => !asked.some((one) => fits(one, python)));
  return lacking === undefined
    ? null
    : `needs Python ${asked[0] ?? ""}, and ${lacking.replace(/\.99$/, "")} is asked for`;
}

/** What has no date may be of today. */
export function isEmbargoed(uploadTime: string | null, excludeNewer: string | null): boolean {
  if (excludeNewer === null) return false;
  const time = Date.parse(uploadTime ?? "");
  return Number.isNaN(time) || time >= Date.parse(excludeNewer);
}

/** Whether anybody would think of the version as one to go to: neither lower than today's nor a pre-release. */
export function isThinkable({ current, refused }: Domain, version: Version): boolean {
  if (current !== null && compareVersions(version, current.version) < 0) return !refused.has(textOf(version));
  return refused.get(textOf(version)) !== UNRIPE;
}

const UNRIPE = "is a pre-release";

/** The one reason that time takes away. */
export const YOUNG = "is younger than the cooldown allows";

/** Ids in one reason: a release may have dozens. */
const MOST_NAMED = 3;

function fits(requiresPython: string | null, python: string): boolean {
  const parsed = parseSpecifiers(requiresPython ?? "");
  return !parsed.ok || satisfies(python, parsed.value);
}

/** What stays, then the nearest jumps first, each ascending; of lower versions the highest first. */
function inOrder(usable: readonly Standing[]): readonly Standing[] {
  const rank = ({ jump }: Standing): number => (jump === null ? -1 : JUMPS.indexOf(jump));
  return usable
    .toSorted((a, b) => {
      const order = compareVersions(a.version, b.version);
      return rank(a) - rank(b) || (a.jump === "downgrade" ? -order : order);
    })
    .map((one, at, all) => ({ ...one, position: all[0]?.jump === null ? at : at + 1 }));
}
