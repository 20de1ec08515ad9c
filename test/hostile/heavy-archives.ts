// Archives made to exhaust or to deceive a reader: bombs, lying sizes, names that lead outside, a million tiny files.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { makeTar } from "../../packages/pyward/src/archive/tar/make-tar.ts";
import { archiveOf, distribution, savedParts } from "../../packages/pyward/src/image/make-image.ts";
import type { HeavyCase } from "./heavy-case.ts";
import { makeZip, type ZipEntry } from "./make-zip.ts";
import { ADVISORIES } from "./run-pyward.ts";

const METADATA = Buffer.from("Metadata-Version: 2.1\nName: wall\nVersion: 1.0\n");
const WHEEL = "wall-1.0-py3-none-any.whl";
const ZEROS = Buffer.alloc(400_000_000);
const MILLION = 1_000_000;

/** Writes the file beside a good one, so that the rest is seen to be audited. */
function beside(name: string, bytes: () => Buffer): (folder: string) => readonly string[] {
  return (folder) => {
    writeFileSync(join(folder, "requirements.txt"), "brick==1.3\n");
    writeFileSync(join(folder, name), bytes());
    return ["audit", "requirements.txt", name, "-f", "json", "--database", ADVISORIES];
  };
}

const wheel = (entries: readonly ZipEntry[], more = 0): Buffer =>
  makeZip(
    [
      { name: "wall-1.0.dist-info/WHEEL", content: Buffer.from("Wheel-Version: 1.0\n") },
      ...entries,
      { name: "wall-1.0.dist-info/RECORD", content: Buffer.from("") },
    ],
    more,
  );
const ITS_METADATA: ZipEntry = { name: "wall-1.0.dist-info/METADATA", content: METADATA };

/** A million members in a hundred packs that are the same, so that making it takes no longer than reading it. */
function imageOfAMillion(): Buffer {
  const members = Array.from({ length: MILLION / 100 }, (_, at) => ({ path: `usr/share/tiny/${at}` }));
  const tiny = makeTar(members, 0);
  const pack = gzipSync(tiny, { level: 1 });
  const packs = Array.from({ length: 100 }, () => pack);
  const hash = createHash("sha256");
  for (let at = 0; at < 100; at++) hash.update(tiny);
  const end = Buffer.alloc(1024);
  const { parts } = savedParts({
    layers: [{ members: distribution("usr/lib/python3/dist-packages", "brick", "1.3") }],
  });
  const [described] = JSON.parse(String(parts["manifest.json"]));
  const config = JSON.parse(String(parts[described.Config]));
  config.rootfs.diff_ids.push(`sha256:${hash.update(end).digest("hex")}`);
  const [name, text] = ["config.json", Buffer.from(JSON.stringify(config))];
  const manifest = [{ ...described, Config: name, Layers: [...described.Layers, "many.tar"] }];
  return archiveOf({
    ...parts,
    "many.tar": Buffer.concat([...packs, gzipSync(end)]),
    [name]: text,
    "manifest.json": Buffer.from(JSON.stringify(manifest)),
  });
}

export const HEAVY_ARCHIVES: readonly HeavyCase[] = [
  {
    name: "an image of a million tiny files",
    make: beside("image.tar", imageOfAMillion),
    exit: 0,
    gaps: [],
    mostSeconds: 8,
  },
  {
    name: "a wheel of a million tiny files",
    make: beside(WHEEL, () => wheel([ITS_METADATA], MILLION)),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a wheel whose METADATA unpacks to 400 MB",
    make: beside(WHEEL, () => wheel([{ ...ITS_METADATA, content: ZEROS }])),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "the same, and the directory says 100 bytes",
    make: beside(WHEEL, () => wheel([{ ...ITS_METADATA, content: ZEROS, size: 100 }])),
    exit: 3,
    gaps: ["unreadable"],
  },
  {
    name: "a wheel of names that lead outside",
    make: beside(WHEEL, () =>
      wheel([
        ITS_METADATA,
        { name: "../../outside-1.0.dist-info/METADATA", content: METADATA },
        { name: "/srv/outside-1.0.dist-info/METADATA", content: METADATA },
        { name: "wall/_vendor/../../../outside.txt", content: METADATA },
      ]),
    ),
    exit: 3,
    gaps: ["outside-root"],
  },
  {
    name: "an sdist whose PKG-INFO unpacks to 400 MB",
    make: beside("wall-1.0.tar.gz", () =>
      gzipSync(makeTar([{ path: "wall-1.0/PKG-INFO", content: ZEROS }]), { level: 9 }),
    ),
    exit: 3,
    gaps: ["dynamic-metadata", "limit-exceeded"],
  },
];
