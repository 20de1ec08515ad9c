import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { environment } from "../../../packages/pyward/src/sources/environment/index.ts";

/** The package that owns a file which is as it was installed, by dpkg; null where none does. */
function ownerByDpkg(path: string): string | null {
  const real = realpathSync(path);
  const found = spawnSync("dpkg", ["-S", real], { encoding: "utf8" });
  const name = found.status === 0 ? found.stdout.split(": ")[0] : undefined;
  if (name === undefined || name.includes(",")) return null;
  const verified = spawnSync("dpkg", ["--verify", name], { encoding: "utf8" });
  return verified.stdout.includes(real) ? null : (name.split(":")[0] ?? null);
}

const inventory = await environment.read(nodeTree("/"), { path: "usr" }, { workingDirectory: "" });
let different = 0;
let managed = 0;
const distributions = inventory.dependencies.filter(({ embeddedIn }) => embeddedIn === null);
for (const { key, origins, systemPackage } of distributions) {
  const owners = new Set(origins.map(({ path }) => ownerByDpkg(`/${path}`)));
  const [expected = null] = owners.size === 1 ? owners : [null];
  const actual = systemPackage?.name ?? null;
  if (actual !== null) managed++;
  if (actual === expected) continue;
  different++;
  console.log(`${key}: dpkg says ${expected}, pyward ${actual}`);
}
console.log(`${distributions.length} distributions, ${managed} of dpkg, ${different} differ`);
process.exitCode = different > 0 || managed === 0 ? 1 : 0;
