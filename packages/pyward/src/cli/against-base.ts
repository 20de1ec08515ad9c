import { auditWithOutcome, type AuditedReport } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import { judgeComparison, type Base, type ComparisonRequest } from "../judge-comparison.ts";
import { PywardError, type Report } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import { rootsOf } from "./audit-roots.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import { baseOf, findBase, reportAt, type FoundBase } from "./find-base.ts";
import { planOutputs, writeReport } from "./output.ts";
import { revisionRoots } from "./revision-roots.ts";
import { requestOf, type RunSettings } from "./request-of.ts";
import { unchangedFiles } from "./unchanged-files.ts";
import type { Wanted } from "./wanted.ts";

/** The audit that is judged against `--baseline`, which is read before anything is audited. */
export async function againstBaseline(
  settings: RunSettings,
  request: AuditRequest,
  io: Io,
): Promise<() => Promise<Report>> {
  const { options, wanted = WORKING_DIRECTORY, rev = "HEAD" } = settings;
  const { baseline = "", disclosed = "fail" } = options;
  const found = await findBase({ name: baseline, wanted, head: rev, mergeBase: true }, io);
  const base = await baseOf(found, request);
  return async () => {
    const { report, outcomeOf, index, planned } = await auditWithOutcome(request);
    const { exitZero } = request;
    const outcome = { outcomeOf, exitZero, index, unchanged: NONE };
    const judge = (one: Report) => judgeComparison(one, base, { purpose: "baseline", disclosed, ...outcome });
    return judge(await planned(judge(report)));
  };
}

const WORKING_DIRECTORY: Wanted = { paths: [], requirements: [], root: null };

/** `pyward diff`: what it compares, and how it is configured once the base is known. */
export interface DiffSettings {
  readonly options: AuditOptions;
  /** As far as the command line says it. */
  readonly wanted: Wanted;
  readonly rev?: string | undefined;
  readonly mergeBase: boolean;
  /** By the configuration of this commit; null: of the files as they lie here. */
  configure(commit: string | null): Promise<RunSettings & { readonly wanted: Wanted }>;
}

/** Audits the base and what it became, shows what differs, gives the exit code. */
export async function showDiff(name: string, settings: DiffSettings, io: Io): Promise<number> {
  const compared = (await ofSavedReports(name, settings, io)) ?? (await ofAudits(name, settings, io));
  if ("shown" in compared) {
    io.stdout.write(compared.shown);
    return 0;
  }
  const { options, report, base, outcome, planned } = compared;
  const outputs = planOutputs(options);
  const { disclosed = "pass" } = options;
  const judge = (one: Report) => judgeComparison(one, base, { purpose: "diff", disclosed, ...outcome });
  const judged = judge(await planned(judge(report)));
  await writeReport(judged, outputs, options, io);
  return judged.exitCode;
}

interface Compared {
  readonly options: AuditOptions;
  readonly report: Report;
  readonly base: Base;
  readonly outcome: Omit<ComparisonRequest, "purpose" | "disclosed">;
  readonly planned: AuditedReport["planned"];
}

async function ofAudits(
  name: string,
  settings: DiffSettings,
  io: Io,
): Promise<Compared | { readonly shown: string }> {
  const { rev, mergeBase } = settings;
  const asked = { name, head: rev ?? "HEAD", mergeBase };
  const { from } = originOf(await findBase({ ...asked, wanted: settings.wanted }, io));
  // A change may not loosen what it is judged by.
  const configured = await settings.configure(from.commit);
  if (configured.shown !== undefined) return { shown: configured.shown };
  const { wanted } = configured;
  const roots = rev === undefined ? await rootsOf(wanted, io) : await revisionRoots(wanted, rev, io);
  const found = await findBase({ ...asked, wanted }, io);
  if (found.kind === "commit") roots.forEach(refuseUntracked);
  const request = await requestOf(async () => roots, configured, io);
  const base = await baseOf(found, request);
  const { report, outcomeOf, index, planned } = await auditWithOutcome(request);
  const unchanged = found.kind === "commit" ? await unchangedFiles(report, roots, found.settings.tree) : NONE;
  const { exitZero } = request;
  const outcome = { outcomeOf, exitZero, index, unchanged };
  return { options: configured.options, report, base, outcome, planned };
}

function originOf(found: FoundBase): Pick<Base, "from"> {
  return found.kind === "report" ? found.base : found;
}

/** `pyward diff before.json after.json`: nothing is audited. Null where the one PATH is no report. */
async function ofSavedReports(name: string, settings: DiffSettings, io: Io): Promise<Compared | null> {
  const { options, wanted, rev, mergeBase } = settings;
  const { strict, allowGaps = [], exitZero } = options;
  const [path, ...others] = [...wanted.paths, ...wanted.requirements];
  const report = path === undefined || others.length > 0 ? null : reportAt(path, io);
  if (report === null) return null;
  const found = await findBase({ name, wanted: WORKING_DIRECTORY, head: rev ?? "HEAD", mergeBase }, io);
  if (found.kind === "commit") {
    throw new PywardError(
      "usage",
      `${name} is a commit and ${path} a saved report, which may be of anything`,
      {
        hint: "Compare two reports, or leave the path out.",
      },
    );
  }
  const outcome = { strict: strict === true, allowGaps };
  return {
    options,
    report,
    base: found.base,
    outcome: { outcomeOf: () => outcome, exitZero: exitZero === true, index: null, unchanged: NONE },
    planned: async () => report,
  };
}

const NONE: ReadonlySet<string> = new Set();

/** No commit holds them, so that all of them would be new. */
function refuseUntracked({ images, environments }: AuditRoot): void {
  if (images === undefined && environments.length === 0) return;
  const what = images === undefined ? "an environment" : "an image";
  throw new PywardError("usage", `${what} is no part of a commit`, {
    hint: "Compare it with a saved report: pyward audit PATH -f json -o before.json",
  });
}
