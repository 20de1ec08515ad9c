import type { Dependency, Gap, Inventory } from "../model/index.ts";
import type { Collected } from "./model.ts";
import { canonicalName } from "./python-text.ts";
import { redacted } from "./read-requirements.ts";

/** What is installed, sorted by name as `pip list` does; vendored copies are none of its business. */
export function collectInstalled(
  inventories: readonly Inventory[],
  skipEditable: boolean,
): readonly Collected[] {
  const installed = inventories
    .flatMap(({ dependencies }) => dependencies)
    .filter(({ embeddedIn }) => embeddedIn === null);
  // The same release in two folders is one; another version behind it is audited, too.
  const distinct = [...new Map(installed.map((one) => [`${one.name}@${one.version}`, one])).values()];
  const listed = distinct.map((dependency) => fromInstalled(dependency, skipEditable));
  return [...listed.toSorted(byName), ...inventories.flatMap(({ gaps }) => gaps.map(unread))];
}

function fromInstalled(dependency: Dependency, skipEditable: boolean): Collected {
  const { version, own } = dependency;
  const name = writtenName(dependency);
  if (skipEditable && own === "editable")
    return { kind: "skipped", name, reason: "distribution marked as editable" };
  return version === null
    ? { kind: "skipped", name, reason: "no version specified" }
    : { kind: "pinned", name, version };
}

/** As the folder of its metadata spells it. */
function writtenName({ name, origins }: Dependency): string {
  const folder = /(?:^|\/)([^/]+?)(?:-[^/-]+)?(?:-py[\d.]+)?\.(?:dist|egg)-info(?:\/|$)/.exec(
    origins[0]?.path ?? "",
  )?.[1];
  return folder !== undefined && canonicalName(folder) === name ? folder : name;
}

function byName(left: Collected, right: Collected): number {
  const [a, b] = [left, right].map((entry) => (entry.kind === "fatal" ? "" : canonicalName(entry.name)));
  return a === b ? 0 : (a ?? "") < (b ?? "") ? -1 : 1;
}

function unread(gap: Gap): Collected {
  if (gap.code === "nothing-to-audit" || gap.name === null)
    return { kind: "fatal", message: `failed to list installed distributions: ${placed(gap)}` };
  return { kind: "skipped", name: gap.name, reason: placed(gap) };
}

function placed({ reason, origin }: Gap): string {
  return origin === null || origin.path === "" ? reason : `${reason} (${origin.path})`;
}

/** What could not be read or resolved of a file. */
export function collectGaps({ gaps }: Inventory): readonly Collected[] {
  return gaps
    .filter(({ expected }) => !expected)
    .map((gap) => ({ kind: "unresolved", name: gap.name ?? nameless(gap), reason: gap.reason }));
}

function nameless({ origin }: Gap): string {
  return origin === null ? "?" : origin.line === null ? origin.path : `${origin.path}:${origin.line}`;
}

/** What a file asks for, and what that needs. */
export function fromDeclared({ name, version, pin, specifiers, own }: Dependency): Collected {
  if (version !== null) return { kind: "pinned", name, version };
  if (own !== null)
    return { kind: "skipped", name, reason: "its own code, whose dependencies stand in its own files" };
  if (pin === "url")
    return { kind: "unresolved", name, reason: "could not deduce package version from URL requirement" };
  const asked = specifiers === null ? name : `${name} ${redacted(specifiers)}`;
  return { kind: "unresolved", name, reason: `no version of ${asked} was found where one may ask for it` };
}
