import { PywardError, REPORT_SCHEMA, type Report } from "./model/index.ts";
import { reportShape } from "./reports/shared/report-shape.ts";
import { ShapeError } from "./reports/shared/shape.ts";

export type ReadReport =
  | { readonly ok: true; readonly value: Report }
  | { readonly ok: false; readonly error: PywardError };

/**
 * The report in the text of a saved JSON report. Fields that this version does not know are left out; those that it
 * knows must have their type. A missing field that may be null reads as null.
 *
 * The error has code `bad-report`. It names the place in the report, never the path of the file, which the caller knows.
 */
export function readReport(text: string): ReadReport {
  const value = parseJson(text);
  if (value === undefined)
    return bad("it is not JSON", "Save a report with: pyward audit --format json:report.json");
  const schema = schemaOf(value);
  if (schema === null) return bad("it is JSON, but no pyward report", 'Its first key would be "schema".');
  if (schema !== REPORT_SCHEMA) {
    return bad(
      `its schema is ${quote(schema)}`,
      `This pyward reads ${REPORT_SCHEMA}; another version wrote the report.`,
    );
  }
  try {
    return { ok: true, value: reportShape(value) };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return bad(`${place(error.path)} is not ${error.expected}`, "It was edited, or a newer pyward wrote it.");
  }
}

/** Undefined, which JSON cannot say, where the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

function schemaOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("schema" in value)) return null;
  return typeof value.schema === "string" && value.schema.startsWith("pyward-report/") ? value.schema : null;
}

function bad(what: string, hint: string): ReadReport {
  return { ok: false, error: new PywardError("bad-report", `The report cannot be read: ${what}.`, { hint }) };
}

/** `findings[3].severity.level` */
function place(path: readonly (string | number)[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join("");
}

/** At most forty characters, as JSON: nothing in it reaches the terminal as a control character. */
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40)).replace(/[^\x20-\x7e]/g, "?");
}
