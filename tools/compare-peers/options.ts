import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  /** The folder with the shared bench and advisories. */
  readonly bench: string;
  readonly archive: string;
  /** Folder of the peers' executables; null: PATH. */
  readonly programs: string | null;
  /** A Python that has `packaging`. */
  readonly python: string;
  /** Include the two workloads that take minutes. */
  readonly large: boolean;
  /** Where the page goes; null: only the summary is printed. */
  readonly output: string | null;
  readonly rest: readonly string[];
}

const ROOT = join(import.meta.dirname, "../..");

/** Null where the shared data is absent: the reason was said aloud, and there is nothing to do. */
export function readOptions(argv: readonly string[]): Options | null {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      shared: { type: "string", default: join(ROOT, "../shared") },
      peers: { type: "string" },
      python: { type: "string", default: "python3" },
      large: { type: "boolean", default: false },
      output: { type: "string" },
    },
  });
  const shared = resolve(values.shared);
  const bench = join(shared, "bench");
  const archive = join(shared, "advisories", "pypi-2026-07-23.zip");
  if (!existsSync(bench) || !existsSync(archive)) {
    console.error("skipped: no workloads and advisories here (say where with --shared DIRECTORY)");
    return null;
  }
  return {
    bench,
    archive,
    programs: values.peers === undefined ? null : resolve(values.peers),
    python: values.python,
    large: values.large,
    output: values.output === undefined ? null : resolve(values.output),
    rest: positionals,
  };
}
