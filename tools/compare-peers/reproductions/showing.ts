import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Options } from "../options.ts";
import { runProgram } from "../run-program.ts";
import { onStage, type Reproduction } from "./stage.ts";
import { counted, rowsOf } from "./words.ts";

/** Points in which the right problem is shown in a misleading way. */
export const SHOWING: readonly Reproduction[] = [
  {
    number: 11,
    title: "pip-audit: one problem in two records is two rows",
    rule:
      "OSV schema, `aliases`: the ids are names of one problem, and the relation is symmetric and transitive. " +
      "(Shown on two records of our own, a GHSA one and a PYSEC one that name each other.)",
    run: (options) =>
      withTwins(options, (archive) =>
        onStage(options, { archive }, async (stage) => {
          const folder = await stage.project("shown-package==1.0");
          const theirs = await stage.ask("pip-audit", folder);
          const ours = await stage.pyward(["-r", join(folder, "requirements.txt")], ["--database", archive]);
          return {
            peer: `pip-audit: ${counted(theirs)}`,
            pyward: counted(ours),
            right: rowsOf(ours).length === 1,
          };
        }),
      ),
  },
  {
    number: 13,
    title:
      "All that print fixes: every `fixed` event of the record is listed, those below the version in use, too",
    rule:
      "The fix to take is the lowest final version above the one in use that no record of the finding affects. " +
      "pyward's JSON keeps every fixed version in `fixedIn` and shows the one to take in `fix`. osv-scanner's JSON has no fixes.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const folder = await stage.project("protobuf==3.20.0", "scrapy==2.11.0", "jw.util==2.2");
        const theirs = await stage.ask("pip-audit", folder);
        const ours = await stage.pyward(["-r", join(folder, "requirements.txt")]);
        const wanted = ["PYSEC-2026-899", "PYSEC-2024-258", "PYSEC-2020-341"];
        const fixes = (ran: typeof ours): string =>
          rowsOf(ran)
            .filter((row) => wanted.some((id) => row.ids.includes(id)))
            .map((row) => `${row.name} ${row.version}: ${(row.fixes ?? []).join(", ") || "no fix"}`)
            .join("; ");
        const scrapy = rowsOf(ours).find((row) => row.ids.includes("PYSEC-2024-258"));
        return {
          peer: `pip-audit: ${fixes(theirs)}`,
          pyward: fixes(ours),
          right: scrapy?.fixes?.[0] === "2.11.2",
        };
      }),
  },
];

/** A database of two records about one invented package. */
async function withTwins<T>(options: Options, act: (archive: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "pyward-twins-"));
  try {
    const ids = ["PYSEC-2099-1", "GHSA-2222-3333-4444"];
    const records = join(folder, "records");
    await mkdir(records);
    for (const id of ids) {
      await writeFile(join(records, `${id}.json`), JSON.stringify(record(id, ids)));
    }
    const archive = join(folder, "twins.zip");
    const files = ids.map((id) => join(records, `${id}.json`));
    await runProgram([options.python, "-m", "zipfile", "-c", archive, ...files]);
    return await act(archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function record(id: string, ids: readonly string[]): unknown {
  return {
    schema_version: "1.7.3",
    id,
    published: "2026-01-01T00:00:00Z",
    modified: "2026-01-01T00:00:00Z",
    aliases: [...ids.filter((other) => other !== id), "CVE-2099-1"],
    summary: "An invented problem",
    details: "An invented problem.",
    affected: [
      {
        package: { ecosystem: "PyPI", name: "shown-package", purl: "pkg:pypi/shown-package" },
        ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.0" }] }],
        versions: ["1.0"],
      },
    ],
    references: [],
  };
}
