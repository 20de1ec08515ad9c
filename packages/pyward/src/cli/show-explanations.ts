import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import { audit } from "../audit.ts";
import { explainAdvisory, type Explanation, type Standing } from "../explain-advisory.ts";
import type { ReportFinding } from "../model/index.ts";
import { DEFAULT_POLICY } from "../policy/index.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { day } from "../reports/shared/wording.ts";
import { advisoryText } from "./advisory-text.ts";
import { rootsOf } from "./audit-roots.ts";
import { asOfThen } from "./as-of.ts";
import type { Io } from "./io.ts";
import { openDatabase } from "./open-database.ts";
import type { AuditOptions, DiscoveryOptions } from "./options.ts";
import { withOwn } from "./own-advisories.ts";
import { progressFor } from "./progress.ts";
import { discoveryOf } from "./wanted-of.ts";
import { usable } from "./show-database.ts";
import { VERSION } from "./version.ts";

export interface ExplainOptions
  extends
    DiscoveryOptions,
    Pick<AuditOptions, "advisories" | "asOf" | "config" | "database" | "quiet" | "progress"> {
  readonly in?: string;
  readonly json?: true;
}

/** `pyward explain`: 0, or 3 where the database does not know one of the ids. */
export async function showExplanations(
  ids: readonly string[],
  wishes: ExplainOptions,
  io: Io,
): Promise<number> {
  const ranAt = io.now();
  const opened = await openDatabase(wishes.database ?? null, io, ranAt);
  const notes: string[] = [];
  const addOwn = async (database: OpenedDatabase) => {
    const own = await withOwn(database, wishes, io);
    notes.push(...own.notes);
    return own.database;
  };
  const then = await asOfThen({ opened, addOwn }, wishes.asOf, ranAt);
  const { index } = usable(then.database);
  const paths = wishes.in === undefined ? [] : [wishes.in];
  const report = await audit({
    roots: await rootsOf({ paths, requirements: [], root: null, discovery: discoveryOf(wishes) }, io),
    targets: [],
    policy: DEFAULT_POLICY,
    allowGaps: [],
    exitZero: false,
    maxDbAge: Number.POSITIVE_INFINITY,
    policyNotes: notes,
    ...then,
    toolVersion: VERSION,
    progress: progressFor(wishes, io),
  });
  // What is not known as of then may be known now: the whole database is asked, too.
  const all = opened.index === index ? null : opened.index;
  const explanations = ids.map((id) => explainAdvisory(id, { index, later: all }, report));
  if (wishes.json === true) io.stdout.write(`${escapeHidden(JSON.stringify(explanations, null, 2))}\n`);
  else io.stdout.write(explanations.map(textOf).join("\n"));
  return explanations.every(({ records }) => records.length > 0) ? 0 : 3;
}

function textOf({ id, records, standings, later }: Explanation): string {
  if (records.length === 0) return `${neutralise(id)}\n  ${unknownText(later)}\n`;
  const here =
    standings.length === 0
      ? ["  this project: nothing that was read asks for that package"]
      : standings.flatMap(standingText);
  return `${records.map(advisoryText).join("\n")}\n${here.join("\n")}\n`;
}

function unknownText(later: Explanation["later"]): string {
  if (later === null) return "the database does not know this id";
  const { disclosed, imported } = later;
  const since = disclosed === null ? "" : `, disclosed by ${day(disclosed)}`;
  return imported === null
    ? `not known at that time${since}`
    : `not known at that time${since}; this data first had it on ${day(imported)}`;
}

function standingText({ dependency, finding, isGap }: Standing): readonly string[] {
  const { name, version, origins } = dependency;
  const [origin] = origins;
  const line = origin?.line === null || origin === undefined ? "" : `:${origin.line}`;
  const place = origin === undefined ? "" : ` (${neutralise(origin.path)}${line})`;
  const what = `  this project: ${neutralise(name)} ${neutralise(version ?? "without a version")}${place}`;
  if (isGap) return [`${what} could not be compared`];
  if (finding === null) return [`${what} is not affected`];
  if (finding.confidence === "undecided") return [`${what} may be affected: the record cannot be read`];
  const fix =
    finding.fix === null ? "no fixed release is known" : `upgrade to ${neutralise(finding.fix.version)}`;
  return [`${what} is AFFECTED: ${fix}`, ...disagreementText(finding)];
}

/** What each record says, where they disagree about the version. */
function disagreementText({ records }: ReportFinding): readonly string[] {
  if (records.every(({ affects }) => affects === undefined)) return [];
  const said = records.map(
    ({ id, feed, affected, affects = "cannot say" }) =>
      `    ${neutralise(`${id} (${feed})`)}: ${affected ? "affected" : "not affected"}, it says ${neutralise(affects)}`,
  );
  return ["  the records disagree about this version:", ...said];
}
