// Images made to exhaust or to deceive a reader: a gap with its layer, the rest is audited, nothing is read or written outside.
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MadeMember } from "../../packages/pyward/src/archive/tar/make-tar.ts";
import {
  archiveOf,
  distribution,
  layoutOf,
  savedParts,
  type Parts,
} from "../../packages/pyward/src/image/make-image.ts";
import { ADVISORIES, gapCodes, pyward, remove, scratchFolder, type Answer } from "./run-pyward.ts";

const SITE = "usr/lib/python3.12/site-packages";
const GOOD = distribution(SITE, "brick", "1.3");

let folder: string;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => remove(folder));

function auditFile(bytes: Buffer): Answer {
  writeFileSync(join(folder, "image.tar"), bytes);
  return pyward(["audit", "image.tar", "-f", "json", "--database", ADVISORIES], { cwd: folder });
}

function audit(members: readonly MadeMember[], packing: "none" | "gzip" | "zstd" = "none"): Answer {
  return auditFile(archiveOf(layoutOf([{ layers: [{ members: GOOD }, { members, packing }] }])));
}

/** brick 1.3 of the layer below is audited in any case. */
function expectGaps(answer: Answer, ...codes: readonly string[]): void {
  expect([answer.code, gapCodes(answer)]).toEqual([codes.length === 0 ? 0 : 3, codes]);
  const { dependencies } = JSON.parse(answer.stdout);
  expect(dependencies.map(({ name }: { name: string }) => name)).toContain("brick");
}

const ZEROS: readonly MadeMember[] = [{ path: "zeros", content: Buffer.alloc(400_000_000) }];

describe("bombs", () => {
  test.each(["gzip", "zstd"] as const)("a layer of %s", (packing) => {
    expectGaps(audit(ZEROS, packing), "limit-exceeded");
  });

  test("a file that names a size of 8 GB", () => {
    expectGaps(
      audit([{ path: `${SITE}/x-1.dist-info/METADATA`, content: "x", size: 8_000_000_000 }]),
      "limit-exceeded",
      "unreadable",
    );
  });

  test("an archive that is packed as a whole", () => {
    const { parts } = savedParts({ layers: [{ members: ZEROS }, { members: GOOD }] });
    const answer = auditFile(gzipSync(archiveOf(parts)));
    expect(answer.code).toBe(3);
    expect(gapCodes(answer)).toContain("limit-exceeded");
  });

  test("a million entries in packs that are small", () => {
    const some = Array.from({ length: 10_000 }, (_, at) => ({ path: `usr/share/doc/file-${at}` }));
    const tar = archiveOf({}).subarray(0, 0);
    const headers = layoutOf([{ layers: [{ members: some, packing: "none" }] }]);
    const [layer = tar] = Object.values(headers).toSorted((a, b) => b.length - a.length);
    const pack = gzipSync(layer.subarray(0, some.length * 512));
    const { parts } = savedParts({ layers: [{ members: GOOD }] });
    const many = Buffer.concat(Array.from({ length: 100 }, () => pack));
    const paths = Object.keys(parts).filter((path) => path.endsWith("layer.tar"));
    const manifest = JSON.parse((parts["manifest.json"] ?? tar).toString());
    manifest[0].Layers = [...paths, "many.tar"];
    const answer = auditFile(
      archiveOf({ ...parts, "many.tar": many, "manifest.json": Buffer.from(JSON.stringify(manifest)) }),
    );
    expectGaps(answer, "unparsable-file");
  });

  test("more names than are kept", () => {
    const members = Array.from({ length: 130_000 }, (_, at) => ({
      path: `a/${at}/b/c.dist-info/METADATA`,
      content: "",
    }));
    const answer = audit(members, "gzip");
    expect([answer.code, gapCodes(answer)]).toEqual([3, ["limit-exceeded", "unparsable-file"]]);
  });

  test("folders that are cleared again and again", () => {
    const names = Array.from({ length: 20_000 }, (_, at) => at);
    const members = [
      ...names.map((at) => ({ path: `opt/x/${at}.whl` })),
      ...names.map(() => ({ path: "opt/.wh..wh..opq" })),
      ...names.map(() => ({ path: ".wh.opt" })),
    ];
    expectGaps(audit(members));
  });

  test("paths of thousands of folders, and links through links", () => {
    const deep = `${"d/".repeat(2000)}x.dist-info/METADATA`;
    const chain = Array.from({ length: 20_000 }, (_, at) => ({
      path: `l${at}`,
      type: "2",
      content: `l${at + 1}`,
    }));
    const through = Array.from({ length: 2000 }, (_, at) => ({ path: `l${at}/x-1.dist-info/METADATA` }));
    expectGaps(audit([{ path: deep }, ...chain, ...through]), "limit-exceeded", "unreadable");
  });
});

describe("names and links", () => {
  test("that lead out of the image", () => {
    const answer = audit([
      { path: "../../../escape.txt", content: "out" },
      { path: "usr/../../../escape-1.0.dist-info/METADATA", content: "Name: escape\nVersion: 1.0\n" },
      { path: "usr/.wh...", content: "" },
    ]);
    expectGaps(answer, "outside-root");
    expect(readdirSync(dirname(folder)).filter((name) => name.startsWith("escape"))).toEqual([]);
    expect(readdirSync(folder)).toEqual(["image.tar"]);
  });

  test("that are absolute stay in the image", () => {
    writeFileSync(join(folder, "secret"), "Name: topsecret\nVersion: 9.9.9\n");
    const answer = audit([
      { path: `/${SITE}/mortar-3.2.dist-info/METADATA`, content: "Name: mortar\nVersion: 3.2\n" },
      { path: `${SITE}/out-1.0.dist-info/METADATA`, type: "2", content: join(folder, "secret") },
      { path: `${SITE}/up-1.0.dist-info/METADATA`, type: "1", content: "../../../../etc/passwd" },
      { path: `${SITE}/sub`, type: "2", content: folder },
    ]);
    expect(answer.stdout).toContain('"p1:mortar@3.2"');
    expect(answer.stdout + answer.stderr).not.toMatch(/topsecret|9\.9\.9|root:/u);
    expect(answer.code).toBe(3);
  });

  test("that lead in a circle", () => {
    const answer = audit([
      { path: "a", type: "2", content: "b" },
      { path: "b", type: "2", content: "a" },
      { path: "a/x-1.0.dist-info/METADATA", content: "Name: x\nVersion: 1.0\n" },
      { path: `${SITE}/self-1.0.dist-info`, type: "2", content: "self-1.0.dist-info" },
    ]);
    expectGaps(answer, "unreadable");
  });

  test("that drive a terminal", () => {
    const { parts, links } = savedParts({
      layers: [{ members: [{ path: "app/\u001B[2J/uv.lock" }, ...GOOD] }],
    });
    const answer = auditFile(archiveOf(parts, links));
    expect(answer.stdout).not.toContain("\u001B");
  });
});

describe("documents", () => {
  function layout(parts: Parts): Answer {
    for (const [path, bytes] of Object.entries(parts)) {
      mkdirSync(dirname(join(folder, "layout", path)), { recursive: true });
      writeFileSync(join(folder, "layout", path), bytes);
    }
    return pyward(["audit", "layout", "-f", "json", "--database", ADVISORIES], { cwd: folder });
  }
  const parts = layoutOf([{ layers: [{ members: GOOD }] }]);

  test.each([
    [
      "a digest that is a path",
      { manifests: [{ mediaType: "x", digest: "sha256:../../../../etc/passwd", size: 1 }] },
    ],
    ["a digest of no known kind", { manifests: [{ mediaType: "x", digest: "md5:0123", size: 1 }] }],
    [
      "2,000 entries",
      { manifests: Array.from({ length: 2000 }, () => ({ digest: `sha256:${"0".repeat(64)}` })) },
    ],
    ["no index", []],
  ])("%s", (_, index) => {
    const answer = layout({ ...parts, "index.json": Buffer.from(JSON.stringify(index)) });
    expect(answer.code).toBe(3);
    expect(answer.stdout).not.toContain("root:");
  });

  test("a manifest that is larger than any", () => {
    const path = Object.keys(parts).find(
      (name) => (parts[name] ?? Buffer.alloc(0)).includes('"layers"') && name.startsWith("blobs/"),
    );
    const answer = layout({ ...parts, [path ?? ""]: Buffer.alloc(5_000_000, " ") });
    expect([answer.code, gapCodes(answer)]).toEqual([3, ["limit-exceeded"]]);
  });

  test("a blob that is a link out of the layout", () => {
    layout(parts);
    writeFileSync(join(folder, "secret"), "topsecret");
    const [blob = ""] = Object.keys(parts).slice(-1);
    rmSync(join(folder, "layout", blob));
    symlinkSync(join(folder, "secret"), join(folder, "layout", blob));
    const answer = pyward(["audit", "layout", "-f", "json", "--database", ADVISORIES], { cwd: folder });
    expect([answer.code, gapCodes(answer)]).toEqual([3, ["nothing-to-audit", "unreadable"]]);
    expect(answer.stdout).not.toContain("topsecret");
  });

  test("an archive cut off at any place is never clean", () => {
    const whole = archiveOf(layoutOf([{ layers: [{ members: GOOD, packing: "zstd" }] }]));
    for (const share of [0.2, 0.4, 0.6, 0.8])
      expect(auditFile(whole.subarray(0, Math.floor(whole.length * share))).code, String(share)).toBe(3);
    expect(auditFile(zstdCompressSync(whole)).code).toBe(0);
  });
});
