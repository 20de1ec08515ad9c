import type { Edit, Pin, Scope, Span, VersionChange } from "../../../model/index.ts";
import {
  compareVersions,
  evaluateMarkerPartially,
  parseMarker,
  parseSpecifiers,
  parseVersion,
  satisfies,
} from "../../../python/index.ts";
import type { SpecifierLanguage } from "./clause.ts";
import { editSpecifier } from "./edit-specifier.ts";

/** A place in a file that says which versions of a package may be had. */
export interface Site {
  readonly path: string;
  /** Null: what stands there is written in a way that cannot be edited. */
  readonly span: Span | null;
  /** What stands there: specifiers, or the requirement without its marker where there are none. */
  readonly written: string;
  readonly decoding?: "as-pip";
  readonly language: SpecifierLanguage;
  readonly pin: Pin;
  readonly version: string | null;
  /** PEP 508. */
  readonly marker: string | null;
  /** The lists that it stands in, each of which can be had without the others; null: it always counts. */
  readonly scopes: readonly Scope[] | null;
  /** A constraint: it asks for nothing by itself. */
  readonly isLimit: boolean;
}

/** What has to happen at a place: the version as it is, room for it, or room for nothing lower. */
export type Need = "version" | "room" | "floor";

export interface NeedySite {
  readonly site: Site;
  readonly need: Need;
}

export type Decision =
  | { readonly kind: "sites"; readonly sites: readonly NeedySite[] }
  /** `reason` is the end of a sentence about the file. */
  | { readonly kind: "left"; readonly reason: string };

/**
 * Which of the places that name a package have to change. Every pin of the version that goes, wherever it stands: two that
 * differ cannot be installed. Ranges only have to admit the new version where a pin, or a lock, decides. Without one,
 * those rise that give a range already; where only a constraint does, it is the constraint; where none does, all places.
 */
export function decide(change: VersionChange, sites: readonly Site[]): Decision {
  const here = sites.filter((site) => isFor(site, change));
  const fromIndex = here.filter(({ pin }) => pin !== "url");
  if (here.length === 0)
    return left(sites.length === 0 ? "does not name it" : "names it for other Pythons only");
  if (fromIndex.length === 0) return left("does not take it from an index of Python packages");
  const pinned = fromIndex.filter(({ pin }) => pin === "exact");
  const open = fromIndex.filter(({ pin }) => pin !== "exact");
  const same = pinned.filter((site) => change.from === null || isSame(site.version, change.from));
  // Other pins beside a range that moves could no longer be installed with it.
  const pins = same.length > 0 ? same : pinned.filter((pin) => open.some((site) => meet(pin, site)));
  if (pins.length + open.length === 0) return left("pins it to other versions");
  const undecided = open.filter((site) => change.isHeld !== true && !pins.some((pin) => covers(pin, site)));
  const raised = new Set(ownersOf(undecided));
  return {
    kind: "sites",
    sites: [
      ...pins.map((site) => ({ site, need: "version" as const })),
      ...open.map((site) => ({ site, need: raised.has(site) ? ("floor" as const) : ("room" as const) })),
    ],
  };
}

function left(reason: string): Decision {
  return { kind: "left", reason };
}

/** The open places that give the range, and bare names that none of them speaks for. */
function ownersOf(open: readonly Site[]): readonly Site[] {
  const ranges = open.filter(({ pin }) => pin === "range");
  const asks = ranges.filter(({ isLimit }) => !isLimit);
  const limits = ranges.filter((limit) => limit.isLimit && !asks.some((ask) => covers(ask, limit)));
  const owners = [...asks, ...limits];
  const bare = open.filter((site) => site.pin === "unpinned" && !owners.some((owner) => covers(owner, site)));
  return [...owners, ...bare.filter(({ isLimit }) => !isLimit)];
}

/** Whether both can count in one environment, as far as their texts tell. */
function meet(first: Site, second: Site): boolean {
  return first.marker === null || second.marker === null || first.marker === second.marker;
}

/** Whether what one place says holds wherever the other one counts. What a project needs always comes with its extras. */
function covers(owner: Site, site: Site): boolean {
  if (owner.marker !== null && owner.marker !== site.marker) return false;
  if (owner.scopes === null || site.scopes === null) return true;
  const known = new Set(owner.scopes);
  return site.scopes.every((scope) => known.has(scope) || (known.has("main") && scope.startsWith("extra:")));
}

function isSame(written: string | null, version: string): boolean {
  if (written === null || written === version) return written === version;
  const [first, second] = [parseVersion(written), parseVersion(version)];
  return first.ok && second.ok && compareVersions(first.value, second.value) === 0;
}

/** Of Python: all that a marker could speak of. */
const PYTHONS = ["2.7", ...Array.from({ length: 21 }, (_, minor) => `3.${minor}`)];

/** Whether the place counts on a Python that the new release is for. */
function isFor({ marker }: Site, { release }: VersionChange): boolean {
  const needs = parseSpecifiers(release?.requiresPython ?? "");
  const parsed = marker === null ? null : parseMarker(marker);
  if (parsed === null || !parsed.ok || !needs.ok || needs.value.specifiers.length === 0) return true;
  return PYTHONS.some(
    (python) =>
      // 3.9 stands for its latest release here.
      satisfies(`${python}.99`, needs.value) &&
      evaluateMarkerPartially(parsed.value, { python_version: python }) !== false,
  );
}

export type WrittenSite =
  | { readonly kind: "edit"; readonly edit: Edit }
  | { readonly kind: "same" }
  | { readonly kind: "refused"; readonly reason: string };

/** What to write at a place. `to`: PEP 440. */
export function writeSite({ site, need }: NeedySite, to: string): WrittenSite {
  const { path, span, written, language, decoding } = site;
  if (site.pin === "unpinned" && need === "room") return { kind: "same" };
  if (span === null) return { kind: "refused", reason: "names it in a way that is not edited" };
  const isName = site.pin === "unpinned" && language === "pep440" && written !== "*";
  const edited = isName
    ? ({ kind: "changed", text: `${written}>=${to}` } as const)
    : editSpecifier(written === "*" ? "" : written, { to, isHeld: need === "room", language });
  if (edited.kind === "same") return edited;
  if (edited.kind === "refused")
    return { kind: "refused", reason: `has a range for it that cannot be edited: ${edited.reason}` };
  const place = decoding === undefined ? { path, span } : { path, span, decoding };
  return { kind: "edit", edit: { ...place, was: written, text: edited.text } };
}
