// Compares the packages that pyward finds in images with those that importlib.metadata finds in their root file systems,
// which umoci (and skopeo, for what umoci does not read itself) has unpacked, or unpack.py where these are not installed
// (it reads no zstd: that image is then left out).
//
//   node tools/conformance/images/compare.ts PYTHON [LAYOUT:TAG…]
//
// Six images are made on the way; OCI layouts are compared, too. Exit code 1: there is a difference.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtImages } from "./images.ts";

const [python = "python3", ...layouts] = process.argv.slice(2);
const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const hasTools =
  process.env["UNPACK"] !== "python" &&
  ["umoci", "skopeo"].every((tool) => spawnSync(tool, ["--version"]).status === 0);
const folder = mkdtempSync(join(tmpdir(), "pyward-images-"));
let differences = 0;
let packages = 0;

function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw error;
  // pyward ends with 1 or 3 where it finds something.
  if (status !== 0 && program !== process.execPath)
    throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** The root file system of an image, unpacked by somebody else. */
function unpack(form: string, path: string, name: string): string {
  const at = join(folder, name);
  mkdirSync(at);
  if (!hasTools) {
    run(python, join(import.meta.dirname, "unpack.py"), path.replace(/:[^:/.]*$/, ""), join(at, "root"));
    return join(at, "root");
  }
  const options = ["--insecure-policy", "--override-os", "linux", "--override-arch", "amd64"];
  run(
    "skopeo",
    ...options,
    "copy",
    "--dest-compress-format",
    "gzip",
    `${form}:${path}`,
    `oci:${join(at, "oci")}:x`,
  );
  run("umoci", "unpack", "--rootless", "--image", `${join(at, "oci")}:x`, join(at, "bundle"));
  return join(at, "bundle/rootfs");
}

function compare(name: string, root: string, image: string, project: string | null): void {
  const wanted = new Set<string>(
    JSON.parse(run(python, join(import.meta.dirname, "read_root.py"), root)).map((one: string[]) =>
      one.join(" "),
    ),
  );
  const report = JSON.parse(run(process.execPath, PYWARD, "audit", image, "-f", "json"));
  const ids = report.projects
    .filter(
      (one: { root: string }) =>
        project === null || one.root.includes(`#${project} `) || one.root.endsWith(`#${project}`),
    )
    .map((one: { id: string }) => one.id);
  const found = new Set<string>();
  for (const one of report.dependencies) {
    if (!ids.includes(one.project)) continue;
    for (const { path } of one.origins) {
      const site = path.replace(/\/[^/]+(?:\/EGG-INFO)?(?:\/(?:METADATA|PKG-INFO))$|\/[^/]+\.egg-info$/, "");
      // By the name of its entry alone (a link that leads nowhere): pyward audits it, importlib.metadata has no name for it.
      if (!/\.(?:whl|dist-info)$/.test(path)) found.add(`${site} ${one.name} ${one.version}`);
    }
  }
  const lost = [...wanted].filter((one) => !found.has(one));
  const extra = [...found].filter((one) => !wanted.has(one));
  packages += wanted.size;
  differences += lost.length + extra.length;
  console.log(`${name}: ${wanted.size} packages, ${lost.length} lost, ${extra.length} more`);
  for (const one of lost) console.log(`  lost ${one}`);
  for (const one of extra) console.log(`  more ${one}`);
}

try {
  for (const { name, form, bytes } of builtImages()) {
    const path = join(folder, `${name}.tar`);
    writeFileSync(path, bytes);
    if (hasTools || !name.startsWith("zstd")) compare(name, unpack(form, path, name), path, null);
  }
  for (const [at, layout] of layouts.entries()) {
    const [path = layout, tag = ""] = layout.split(/:(?=[^:/]*$)/);
    compare(layout, unpack("oci", layout, `layout-${at}`), path, tag === "" ? null : tag);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${packages} packages, ${differences} differences (${hasTools ? "umoci and skopeo" : "unpack.py"})`,
);
process.exitCode = differences === 0 ? 0 : 1;
