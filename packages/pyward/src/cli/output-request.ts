import { REPORTS } from "../reports/registry.ts";
import type { ReporterMeta } from "../reports/shared/reporter.ts";

/** One `--format F[@VERSION][:FILE]`. */
export interface OutputRequest {
  readonly format: string;
  /** Of the format; null: the usual one. */
  readonly version: string | null;
  /** Null: standard output, or `-o`. */
  readonly file: string | null;
}

export const FORMATS: readonly string[] = REPORTS.map(({ meta }) => meta.id);

/** Those that list what was found, so that they say something without advisories, too. */
export const BILL_FORMATS: readonly string[] = REPORTS.filter(
  ({ meta }) => meta.isBillOfMaterials === true,
).map(({ meta }) => meta.id);

/** Throws what commander takes for a wrong value for a format that is not among these, and a version that it does not have. */
export function parseFormat(text: string, formats: readonly string[]): OutputRequest {
  const at = text.indexOf(":");
  const [format = "", version] = (at === -1 ? text : text.slice(0, at)).split("@", 2);
  const meta = REPORTS.find((entry) => entry.meta.id === format)?.meta;
  if (meta === undefined || !formats.includes(format))
    throw wrongValue(`The formats are ${formats.join(", ")}.`);
  if (version !== undefined && meta.versions?.includes(version) !== true) throw wrongValue(versionsOf(meta));
  if (at === text.length - 1) throw wrongValue("A file name is missing after the colon.");
  return { format, version: version ?? null, file: at === -1 ? null : text.slice(at + 1) };
}

function versionsOf({ id, versions = [] }: ReporterMeta): string {
  return versions.length === 0
    ? `The format ${id} has one version only.`
    : `The versions of ${id} are ${versions.toSorted().join(", ")}.`;
}

/** As commander's own error is told apart: it need not be loaded for a value that is right. */
function wrongValue(message: string): Error {
  return Object.assign(new Error(message), { code: "commander.invalidArgument", exitCode: 1 });
}
