// Makes an image of about 1 GB (plain and gzip layers, 60,000 files, 500 distributions, one layer that hides some of
// them) as an OCI archive, audits it, and says how long that took and how much memory.
//
//   node tools/conformance/images/measure.ts [MEGABYTES]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { makeTar, type MadeMember } from "../../../packages/pyward/src/archive/tar/make-tar.ts";
import { distribution } from "../../../packages/pyward/src/image/make-image.ts";

const megabytes = Number(process.argv[2] ?? 1000);
const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const SITE = "usr/local/lib/python3.12/site-packages";
const folder = mkdtempSync(join(tmpdir(), "pyward-large-image-"));
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Bytes that do not pack well, from a seed. */
function noise(size: number, seed: number): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state = seed + 1;
  for (let at = 0; at < words.length; at++)
    words[at] = state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Buffer.from(words.buffer, 0, size);
}

/** One layer of some 50 MB: 3,000 files, 25 distributions, and a library of 32 MB. */
function layerMembers(layer: number): readonly MadeMember[] {
  const members: MadeMember[] = [{ path: `opt/lib${layer}.so`, content: noise(32_000_000, layer) }];
  for (let at = 0; at < 3000; at++)
    members.push({ path: `usr/share/d${layer}/f${at}`, content: noise(5000, layer * 3000 + at) });
  for (let at = 0; at < 25; at++) members.push(...distribution(SITE, `package-${layer}-${at}`, "1.0"));
  if (layer > 0)
    members.push(
      { path: `${SITE}/.wh.package-${layer - 1}-0-1.0.dist-info` },
      { path: `${SITE}/.wh.package_${layer - 1}_0-1.0.dist-info` },
    );
  return members;
}

const archive = join(folder, "large.tar");
const descriptor = openSync(archive, "w");
const put = (path: string, content: Buffer): void => {
  writeSync(descriptor, makeTar([{ path, content }], 0));
};
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const blob = (mediaType: string, bytes: Buffer) => {
  put(`blobs/sha256/${sha256(bytes)}`, bytes);
  return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
};

const layers = [];
const diffIds: string[] = [];
for (let layer = 0; layer * 50 < megabytes; layer++) {
  const tar = makeTar(layerMembers(layer));
  diffIds.push(`sha256:${sha256(tar)}`);
  const isPacked = layer % 2 === 0;
  layers.push(
    blob(
      `application/vnd.oci.image.layer.v1.tar${isPacked ? "+gzip" : ""}`,
      isPacked ? gzipSync(tar, { level: 1 }) : tar,
    ),
  );
}
const config = blob(
  "application/vnd.oci.image.config.v1+json",
  json({ os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: diffIds } }),
);
const manifest = blob(
  "application/vnd.oci.image.manifest.v1+json",
  json({ schemaVersion: 2, config, layers }),
);
put("oci-layout", json({ imageLayoutVersion: "1.0.0" }));
put("index.json", json({ schemaVersion: 2, manifests: [manifest] }));
writeSync(descriptor, Buffer.alloc(1024));
closeSync(descriptor);

// The kernel's own figure of this program alone (Linux): getrusage counts what its parent took before it started, too.
const script = `process.on("exit", () => process.stderr.write("MEASURED " + JSON.stringify({
  status: process.getBuiltinModule("fs").readFileSync("/proc/self/status", "utf8"), ...process.resourceUsage() })))`;
const started = performance.now();
const answer = spawnSync(
  process.execPath,
  ["--import", `data:text/javascript,${encodeURIComponent(script)}`, PYWARD, "audit", archive, "-f", "json"],
  { encoding: "utf8", maxBuffer: 2 ** 28 },
);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const report = JSON.parse(answer.stdout);
const usage = JSON.parse(answer.stderr.slice(answer.stderr.indexOf("MEASURED ") + 9));
const size = Math.round(statSync(archive).size / 1e6);
const memory = Math.round(Number(/VmHWM:\s*(\d+)/.exec(usage.status)?.[1]) / 1024);
const cpu = ((usage.userCPUTime + usage.systemCPUTime) / 1e6).toFixed(1);
console.log(
  `an image of ${size} MB in ${layers.length} layers: ${report.coverage.audited} packages, ${report.gaps.length} gaps, ${seconds} s (${cpu} s of CPU), ${memory} MB`,
);
rmSync(folder, { recursive: true });
process.exitCode = memory < 200 && report.gaps.length === 0 ? 0 : 1;
