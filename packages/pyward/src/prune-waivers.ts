import { auditProjects } from "./audit-projects.ts";
import type { AuditRequest } from "./audit-request.ts";
import { addWaivers, removeWaivers, type NewWaiver } from "./config/edit-waivers.ts";
import { parseConfig, type ConfigText } from "./config/parse-config.ts";
import { problemText } from "./config/merge.ts";
import { placeText, PywardError, type Gap, type Waiver } from "./model/index.ts";
import type { ReviewedWaiver } from "./policy/review-waivers.ts";
import { reviewOf } from "./review-waivers.ts";

/** A waiver that ended or does nothing. `keep`: why it cannot be told whether it is of use; null: it goes. */
export interface IdleWaiver extends ReviewedWaiver {
  readonly keep: string | null;
}

/**
 * The waivers of whole files that ended or do nothing, by an audit of what they are about. What could not be audited may be
 * what one of them is about, so that one stays.
 */
export async function findIdleWaivers(request: AuditRequest): Promise<readonly IdleWaiver[]> {
  const { reading, projects } = await auditProjects(request);
  const { database, wholeFiles, policy } = request;
  // What is waived is known, and no surprise.
  const gaps = [
    ...reading.gaps.map(({ gap }) => gap),
    ...projects.flatMap((project) => {
      const { rules } = (project.policy ?? { policy }).policy;
      return project.gaps.filter((gap) => (rules?.waiveGap(gap) ?? null) === null);
    }),
  ];
  return reviewOf(request, reading, projects)
    .filter(({ state, waiver }) => state !== "used" && wholeFiles?.has(waiver.place.path) === true)
    .map((one) => ({ ...one, keep: whyKeep(one, gaps, database.index === null) }));
}

function whyKeep(
  { waiver, state }: ReviewedWaiver,
  gaps: readonly Gap[],
  isWithoutData: boolean,
): string | null {
  if (state === "expired" || state === "fixed") return null;
  if (isWithoutData) return "there is no usable advisory data";
  const surprises = gaps.filter(({ expected }) => !expected);
  const hiding = surprises.find(
    ({ name }) => name === null || waiver.package === null || name === waiver.package,
  );
  if (hiding === undefined || (waiver.gap !== null && waiver.gap !== hiding.code)) return null;
  const what = hiding.name ?? hiding.origin?.path ?? "something";
  return `${what} could not be audited (${hiding.code})`;
}

/** A configuration file without these waivers; the same text where none of them stands in it any more. */
export function withoutWaivers(file: ConfigText, waivers: readonly Waiver[]): string {
  const parsed = parseConfig(file);
  if (parsed.kind !== "config") return file.text;
  const gone = new Set(waivers.map(({ place }) => placeText(place)));
  const [removed, kept] = [true, false].map((isGone) =>
    parsed.file.waivers.filter(({ place }) => gone.has(placeText(place)) === isGone),
  );
  const edited = removeWaivers(file.text, file.form, removed?.map(({ span }) => span.start) ?? []);
  const again = edited === null ? null : parseConfig({ ...file, text: edited });
  const left = again?.kind === "config" ? again.file.waivers : [];
  // A last look: an editor of other people's files is trusted with nothing.
  if (edited === null || again?.kind === "bad" || namesOf(left) !== namesOf(kept ?? []))
    throw new Error(`the waivers of ${file.path} could not be cut out`);
  return edited;
}

function namesOf(waivers: readonly Waiver[]): string {
  return JSON.stringify(waivers.map(({ id, gap, reason }) => [id, gap, reason]));
}

/** A configuration file with new waivers. Throws PywardError `bad-configuration` where it, or one of them, is wrong. */
export function withWaivers(file: ConfigText, added: readonly NewWaiver[]): string {
  failFor(file);
  const edited = addWaivers(file.text, file.form, added);
  if (edited === null)
    throw new PywardError(
      "bad-configuration",
      `${file.path} is written in a way that no waiver can be added to`,
      {
        hint: "Write [tool.pyward] as a table of its own.",
      },
    );
  failFor({ ...file, text: edited });
  return edited;
}

function failFor(file: ConfigText): void {
  const parsed = parseConfig(file);
  const [problem] = parsed.kind === "bad" ? parsed.problems : [];
  if (problem === undefined) return;
  throw new PywardError(
    "bad-configuration",
    problemText(problem),
    problem.hint === null ? {} : { hint: problem.hint },
  );
}
