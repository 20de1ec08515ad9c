import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../host/node/index.ts";
import type { Report } from "../model/index.ts";
import { readReport } from "../read-report.ts";
import { runExample } from "./example-run.ts";

/** Four advisories, those of the transcripts. */
export const EXAMPLE_ADVISORIES = join(import.meta.dirname, "../../../../test/transcripts/advisories");

export function putFiles(top: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    makeFolder(dirname(join(top, path)));
    writeFileSync(join(top, path), text);
  }
}

/** An audit of the folder `project` in a folder that has the user's cache and home, too. Throws where it gives no report. */
export async function auditExample(
  top: string,
  environment: Readonly<Record<string, string>>,
  argv: readonly string[],
): Promise<{ readonly code: number; readonly report: Report; readonly text: string }> {
  const given = ["--database", EXAMPLE_ADVISORIES, "--format", "json"];
  const { code, out, err } = await runExample(["audit", ...argv, ...given], {
    environment: { PYWARD_CACHE: join(top, "cache"), HOME: join(top, "home"), ...environment },
    cwd: join(top, "project"),
  });
  const read = readReport(out);
  if (!read.ok) throw new Error(`no report, exit ${code}: ${err}`);
  return { code, report: read.value, text: out + err };
}
