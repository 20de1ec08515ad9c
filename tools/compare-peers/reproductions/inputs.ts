import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isolate, program } from "../peers.ts";
import { runProgram } from "../run-program.ts";
import { onStage, type Reproduction } from "./stage.ts";
import { counted, rowsOf } from "./words.ts";

const NOT_RUN =
  "uv-secure is not one of the four that are run here; reproduced earlier with its release of 2026";

/** Points in which a peer does not see what it was given. */
export const INPUTS: readonly Reproduction[] = [
  {
    number: 5,
    title: "pysentry: every pylock.toml that conforms to PEP 751 is empty to it",
    rule: "PEP 751 calls the table `[[packages]]`. A file that gives no packages although it has some must not end with exit 0.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const workload = join(options.bench, "workloads", "seed-old");
        const folder = await isolate(stage.bench, workload, "pylock.toml");
        const theirs = await stage.ask("pysentry", folder, "pylock.toml");
        const ours = await stage.pyward([folder]);
        const reads = rowsOf(ours).length > 0;
        return {
          peer: `pysentry: ${counted(theirs)}`,
          pyward: reads
            ? counted(ours)
            : `does not read pylock.toml yet, says so as a gap, exit ${ours.ended.code}`,
          right: reads ? true : null,
        };
      }),
  },
  {
    number: 6,
    title: "uv-secure: a lock made against a mirror has no findings",
    rule: "Where a package was downloaded from does not change which release it is; a private index that must not be matched is for the user to say.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const folder = await isolate(stage.bench, join(options.bench, "workloads", "seed-old"), "uv.lock");
        const ours = await stage.pyward([folder]);
        return {
          peer: NOT_RUN,
          pyward: `${counted(ours)} from a uv.lock whose index is a mirror`,
          right: rowsOf(ours).length === 43,
        };
      }),
  },
  {
    number: 7,
    title: "uv-secure: no result at 494 packages",
    rule: "A tool that asks a service for each package has to bound how many questions are open at once. pyward asks nobody.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const folder = await isolate(stage.bench, join(options.bench, "workloads", "w500"), "uv.lock");
        const ours = await stage.pyward([folder]);
        return {
          peer: NOT_RUN,
          pyward: `${counted(ours)} from a uv.lock of 494 packages`,
          right: rowsOf(ours).length === 298,
        };
      }),
  },
  {
    number: 16,
    title: "osv-scanner: an environment that git ignores is not there",
    rule:
      "uv puts a `.gitignore` of `*` into every environment that it makes. A folder that the user names is asked for, " +
      "whatever git does with it.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const environment = join(stage.bench.scratch, "environment", ".venv");
        const metadata = join(environment, "lib", "python3.12", "site-packages", "django-2.2.0.dist-info");
        await mkdir(metadata, { recursive: true });
        await writeFile(join(environment, ".gitignore"), "*\n");
        await writeFile(join(environment, "pyvenv.cfg"), "version = 3.12.0\n");
        await writeFile(join(metadata, "METADATA"), "Metadata-Version: 2.1\nName: django\nVersion: 2.2.0\n");
        await writeFile(join(metadata, "RECORD"), "");
        const database = join(stage.bench.scratch, "osv");
        const scan = [program(stage.bench, "osv-scanner"), "scan", "source", "--offline"];
        const theirs = await runProgram([...scan, "--local-db-path", database, "-r", environment]);
        const ours = await stage.pyward([environment]);
        return {
          peer: `osv-scanner: exit ${theirs.code}, “${theirs.stderr.trim().split("\n").at(-1)}”`,
          pyward: counted(ours),
          right: rowsOf(ours).length > 0,
        };
      }),
  },
];
