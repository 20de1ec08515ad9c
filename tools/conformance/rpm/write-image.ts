import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveOf, layoutOf } from "../../../packages/pyward/src/image/make-image.ts";
import { makeRpmRoot } from "./make-root.ts";
import { metadata } from "./packages.ts";

const SITE = "usr/lib/python3.9/site-packages";
const DAY = "* Tue Oct 24 2023 Packager <packager@index.example>";

/** The image of the transcript: two packages of Rocky Linux 9, of which the changelog of one names a fix. */
export function writeImage(file: string): void {
  const root = mkdtempSync(join(tmpdir(), "rpm-image-"));
  try {
    const brick = { [`${SITE}/brick-1.1.dist-info/METADATA`]: metadata("brick", "1.1") };
    const mortar = { [`${SITE}/mortar-3.1.dist-info/METADATA`]: metadata("mortar", "3.1") };
    const common = { release: "2.el9_3", architecture: "noarch" } as const;
    makeRpmRoot(root, [
      {
        ...common,
        name: "python3-brick",
        source: "python-brick",
        version: "1.1",
        distribution: "brick",
        files: brick,
        changelog: `${DAY} - 1.1-2\n- Security fix for CVE-2020-90001\n`,
      },
      {
        ...common,
        name: "python3-mortar",
        source: "python-mortar",
        version: "3.1",
        distribution: "mortar",
        files: mortar,
        changelog: "",
      },
    ]);
    const of = (path: string) => ({ path, content: new Uint8Array(readFileSync(join(root, path))) });
    const base = [
      ...Object.keys({ ...brick, ...mortar }).map(of),
      of("var/lib/rpm/rpmdb.sqlite"),
      { path: "usr/lib/os-release", content: 'NAME="Rocky Linux"\nID="rocky"\nVERSION_ID="9.3"\n' },
    ];
    const layers = [{ members: base }];
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, archiveOf(layoutOf([{ layers }], "rocky:9")));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
