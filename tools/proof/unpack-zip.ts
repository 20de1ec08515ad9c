import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readZip } from "../../packages/pyward/src/archive/zip/read-zip.ts";

const LIMITS = { maxEntries: 1_000_000, maxFile: 1 << 24, maxTotal: 1 << 30 };

/** The JSON files of an archive as files of one folder. */
export async function unpackZip(archive: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for await (const member of readZip(readFileSync(archive), (path) => path.endsWith(".json"), LIMITS)) {
    if (member.kind === "file") writeFileSync(join(folder, basename(member.path)), member.bytes);
  }
}
