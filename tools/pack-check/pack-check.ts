// What a user would install, before anybody installs it: packs both packages, looks into the tarballs, installs them
// into an empty folder with no network, and runs an audit there.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { complaints, LIMITS } from "./contents.ts";
import { installAndRun } from "./install.ts";
import { pack } from "./pack.ts";
import { run } from "./run.ts";

const ROOT = join(import.meta.dirname, "../..");

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pyward-pack-"));
  try {
    const tarballs = await pack(ROOT, folder);
    const problems = tarballs.flatMap(complaints);
    for (const { name, path } of tarballs) {
      problems.push(...(await failure(`publint: ${name}`, ["publint", "run", path, "--strict"])));
    }
    const product = tarballs.find(({ name }) => name === "pyward");
    const types = ["attw", String(product?.path), "--profile", "esm-only", "--no-color", "--no-emoji"];
    problems.push(...(await failure("types", types)));
    problems.push(...(await installAndRun(folder, tarballs)));
    for (const { name, size } of tarballs) console.log(`${name}: ${size} bytes of at most ${LIMITS[name]}`);
    if (problems.length === 0) return;
    console.error(problems.join("\n"));
    process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function failure(title: string, command: readonly string[]): Promise<string[]> {
  const { code, output } = await run(command, ROOT);
  return code === 0 ? [] : [`${title}: exit ${code}\n${output}`];
}

await main();
