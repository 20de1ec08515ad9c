import type { ReportDependency, ReportFinding, ReportOrigin, Scope, Upgrade } from "../../model/index.ts";
import type { View } from "../shared/reporter.ts";
import { cellsOf, levelPiece } from "./finding-cells.ts";
import { type Columns, findingLines, type Row } from "./finding-lines.ts";
import { type Carrier, type Group, SEVERITIES } from "../shared/group-findings.ts";
import { stuckText } from "../shared/kind-words.ts";
import { type Line, type Piece, piece } from "./pieces.ts";
import { claim, countBy, counted, listed, place, thousands } from "../shared/wording.ts";
import { flowIndented, hangWrapped, indent } from "./wrap.ts";

/** Findings of one package that are listed unless all are asked for. */
const LISTED = 10;
/** A longer way in is given by its ends. */
const NAMES_ON_A_PATH = 5;

/** The rows of a package that are shown, and the findings that are only counted. */
export interface Listing {
  readonly group: Group;
  readonly rows: readonly Row[];
  readonly hidden: readonly ReportFinding[];
}

/** The worst findings of a package; all of them where all are asked for, or where only one would be left. */
export function listingOf(group: Group, verbose: boolean): Listing {
  const { findings } = group;
  const shown = verbose || findings.length === LISTED + 1 ? findings.length : LISTED;
  const rows = findings
    .slice(0, shown)
    .map((finding) => ({ finding, cells: cellsOf(finding, group.upgrade) }));
  return { group, rows, hidden: findings.slice(shown) };
}

/** One package: what it is, where it comes from, what to do, and its findings. */
export function groupLines({ group, rows, hidden }: Listing, columns: Columns, view: View): readonly Line[] {
  const { width, verbose } = view;
  return [
    ...flowIndented(heading(group, verbose), { first: 0, others: 2 }, width),
    ...adviceLines(group, width),
    ...rows.flatMap((row) => findingLines(row, columns, view)),
    ...(hidden.length === 0 ? [] : indent(2, hiddenLine(hidden), width)),
  ];
}

function heading(
  { package: name, version, project, dependency, layers }: Group,
  verbose: boolean,
): readonly Line[] {
  const head = [piece(`${name} ${version}`, "bold")];
  if (dependency === null) return [head];
  const said = [
    ...(project === null ? [] : [`in ${project}`]),
    ...places(dependency, layers, verbose),
    ...circumstances(dependency),
  ];
  return [head, ...said.map((text) => [piece(text, "dim")])];
}

function places(
  { origins, basis }: ReportDependency,
  layers: readonly string[],
  verbose: boolean,
): readonly string[] {
  const [first, ...others] = origins.map((origin) => placeInLayers(origin, layers));
  if (first === undefined) return [];
  const said = claim({ basis });
  if (verbose || others.length === 0) return [said + listed([first, ...others])];
  return [`${said}${first} and ${counted(others.length, "other place")}`];
}

/** `usr/lib/…/METADATA:3 in layer 2 of 5 (sha256:0123456789ab)`. */
function placeInLayers(origin: ReportOrigin, layers: readonly string[]): string {
  const { layer } = origin;
  if (layer === null) return place(origin);
  const at = layers.indexOf(layer);
  const number = at === -1 ? "layer" : `layer ${at + 1} of ${layers.length}`;
  return `${place(origin)} in ${number} (${layer.replace(/^(sha\d+:[0-9a-f]{12})[0-9a-f]+$/, "$1")})`;
}

function circumstances(dependency: ReportDependency): readonly string[] {
  const { scopes, marker, embeddedIn, manager, basis } = dependency;
  // A command names it: that is no statement about what the project needs.
  const said = basis === "mentioned" ? [] : [wayIn(dependency)];
  if (!scopes.includes("main")) said.push(`only ${listed(scopes.map(scopeText))}`);
  if (marker !== null) said.push(`if ${marker}`);
  if (embeddedIn !== null) said.push(`a copy inside of ${releaseText(embeddedIn)}`);
  if (manager !== null) said.push(`managed by ${manager}`);
  if (basis === "resolved") said.push("resolved by pyward");
  if (basis === "admitted") said.push("admitted by its range");
  return said;
}

/** `p1:pip@23.2.1#2` as people write it. */
function releaseText(ref: string): string {
  return ref
    .replace(/^p\d+:/, "")
    .replace(/#\d+$/, "")
    .replace(/@(?=[^@]*$)/, " ");
}

/** `direct`, or the shortest way from a direct dependency: `via requests → urllib3`. */
function wayIn({ direct, paths, pathsTotal }: ReportDependency): string {
  const [shortest] = paths;
  if (direct) return "direct";
  if (shortest === undefined || shortest.length < 2) return "indirect";
  const parents = shortest.slice(0, -1);
  const long = parents.length > NAMES_ON_A_PATH;
  const names = long ? [...parents.slice(0, 2), "…", ...parents.slice(-2)] : parents;
  const others = pathsTotal > 1 ? ` and ${counted(pathsTotal - 1, "other way")}` : "";
  return `via ${names.join(" → ")}${others}`;
}

function scopeText(scope: Scope): string {
  switch (scope) {
    case "build":
      return "to build";
    case "tooling":
      return "as tooling";
    default:
      return `in ${scope.replace(":", " ")}`;
  }
}

function adviceLines(group: Group, width: number): readonly Line[] {
  const advice = adviceFor(group);
  return advice === null ? [] : hangWrapped([piece("→ ", advice.style)], [advice], width);
}

/** What to do about the package; null where the report does not say. */
function adviceFor({ dependency, findings, upgrade, carrier }: Group): Piece | null {
  const malware = findings.filter(({ kind }) => kind === "malware");
  if (malware.some(({ verdict }) => verdict.rule !== "name-collision"))
    return piece("remove it: this release is malicious; look after every machine that installed it", "alarm");
  if (malware.length > 0) return piece("see whether it is what the malware record is about", "yellow");
  if (upgrade === null) return null;
  if (carrier !== null) return bumpCarrier(carrier, upgrade);
  const stuck = stuckText(upgrade);
  if (upgrade.to === null) return piece(stuck ?? "no version is known that clears any of this", "yellow");
  if (dependency?.basis === "admitted")
    return piece(
      `require >=${upgrade.to} to leave out ${thousands(upgrade.clears)} of ${thousands(upgrade.of)}`,
      "green",
    );
  const clears = `clears ${thousands(upgrade.clears)} of ${thousands(upgrade.of)}`;
  const unfixed = findings.filter(({ fix }) => fix === null).length;
  return piece(
    `upgrade to ${upgrade.to} ${clears}${restText(unfixed, upgrade.plan?.reason ?? null)}`,
    "green",
  );
}

/** What of the findings stays after the upgrade. */
function restText(unfixed: number, reason: string | null): string {
  if (unfixed === 0) return "";
  if (reason !== null) return `; no version clears the other ${thousands(unfixed)}: ${reason}`;
  return `; ${thousands(unfixed)} ${unfixed === 1 ? "has" : "have"} no fix yet`;
}

/** A copy inside of another release is changed by who makes that: nobody can install a better one into it. */
function bumpCarrier({ package: name, version }: Carrier, upgrade: Upgrade): Piece {
  const { package: copy, to, clears, of } = upgrade;
  if (to === null)
    return piece(`it changes with ${name} ${version}; no ${copy} is known that clears any of this`, "yellow");
  const cleared = `clears ${thousands(clears)} of ${thousands(of)}`;
  return piece(
    `upgrade ${name} (${version}) to a release that has ${copy} ${to} or later inside: ${cleared}`,
    "green",
  );
}

/** `… and 31 more: 4 HIGH, 27 medium`, or `… and 31 more, all medium`. */
function hiddenLine(hidden: readonly ReportFinding[]): Line {
  const levels = countBy(hidden, ({ severity }) => severity.level, SEVERITIES);
  const [only, ...others] = levels;
  const counts = levels.map(([level, count]) => `${thousands(count)} ${levelPiece(level).text}`);
  const isOneLevel = only !== undefined && others.length === 0;
  const said = isOneLevel ? `, all ${levelPiece(only[0]).text}` : `: ${counts.join(", ")}`;
  return [piece(`… and ${thousands(hidden.length)} more${said} (--verbose shows all)`, "dim")];
}
