import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  CHANGED,
  CHANGED_FOUND,
  codes,
  found,
  gaps,
  metadata,
  one,
  readArchive,
  readParts,
  said,
  SITE,
} from "../../../test/laws/images.ts";
import { archiveOf, distribution, layoutOf, savedParts, type MadeImage } from "./image/make-image.ts";

// Images from scratch: what is in them is known, and what is found has to be that, with its layer.

describe("an image with a deleted and a replaced package", () => {
  it.each(["none", "gzip", "zstd"] as const)("is read from layers packed with %s", async (packing) => {
    const image = { layers: CHANGED.layers.map((layer) => ({ ...layer, packing })) };
    const read = await readParts(layoutOf([image]));
    expect([found(read), gaps(read)]).toEqual([CHANGED_FOUND, []]);
    expect(said(await readArchive(archiveOf(layoutOf([image]))))).toEqual(said(read));
    expect(read.images[0]?.facts).toMatchObject({ name: "app:1", platform: "linux/amd64" });
  });

  it("is read from what docker save writes, plain or packed as a whole", async () => {
    const { parts, links } = savedParts(CHANGED);
    const read = await readArchive(archiveOf(parts, links));
    expect([found(read), gaps(read)]).toEqual([CHANGED_FOUND, []]);
    expect(said(await readArchive(gzipSync(archiveOf(parts, links))))).toEqual(said(read));
    const backwards = Object.fromEntries(Object.entries(parts).toReversed());
    expect(said(await readArchive(gzipSync(archiveOf(backwards, links))))).toEqual(said(read));
  });

  it("is read once where docker save has the same layer twice, as a link", async () => {
    const base = distribution(SITE, "brick", "1.0");
    const { parts, links } = savedParts(one(base, [{ path: "etc/motd", content: "hi" }], base));
    expect(Object.keys(links)).toHaveLength(1);
    const read = await readArchive(archiveOf(parts, links));
    expect([found(read).map((line) => line.split(" ")[0]), gaps(read)]).toEqual([["brick@1.0"], []]);
  });
});

describe("layers", () => {
  it("clears a folder that a layer makes anew, in whichever order the layer says so", async () => {
    const old = [
      ...distribution("opt/app/lib", "brick", "1.0"),
      ...distribution("opt/app/lib", "wall", "1.0"),
    ];
    const fresh = distribution("opt/app/lib", "tile", "1.0");
    const opaque = { path: "opt/app/.wh..wh..opq" };
    for (const members of [
      [opaque, ...fresh],
      [...fresh, opaque],
    ]) {
      const read = await readParts(layoutOf([one(old, members)]));
      expect(found(read)).toEqual([`tile@1.0 2 ${metadata("opt/app/lib", "tile-1.0")}`]);
    }
  });

  it("does not let a whiteout hide what its own layer has", async () => {
    const read = await readParts(
      layoutOf([
        one(distribution(SITE, "brick", "1.0"), [
          ...distribution(SITE, "brick", "2.0"),
          { path: "usr/.wh.local" },
        ]),
      ]),
    );
    expect(found(read)).toEqual([`brick@2.0 2 ${metadata(SITE, "brick-2.0")}`]);
  });

  it("puts a file in the place of a folder, and a folder in the place of a link", async () => {
    const read = await readParts(
      layoutOf([
        one(
          [
            ...distribution("venv/lib/python3.12/site-packages", "brick", "1.0"),
            ...distribution(SITE, "wall", "1.0"),
          ],
          [
            { path: "venv", content: "no longer" },
            { path: "usr/local/lib64", type: "2", content: "lib" },
          ],
          [
            { path: "usr/local/lib64/", type: "5" },
            ...distribution("usr/local/lib64/python3.12/site-packages", "tile", "1.0"),
          ],
        ),
      ]),
    );
    expect(found(read)).toEqual([
      `wall@1.0 1 ${metadata(SITE, "wall-1.0")}`,
      `tile@1.0 3 ${metadata("usr/local/lib64/python3.12/site-packages", "tile-1.0")}`,
    ]);
  });

  it("writes through a link to a folder, as the tools that unpack do", async () => {
    const read = await readParts(
      layoutOf([
        one(
          [
            { path: "usr/lib/", type: "5" },
            { path: "lib", type: "2", content: "/usr/lib" },
            { path: "up", type: "2", content: "../../../usr" },
          ],
          distribution("lib/python3/dist-packages", "brick", "1.0"),
          distribution("up/lib/python3/dist-packages", "wall", "1.0"),
          [{ path: "lib/python3/dist-packages/.wh.brick-1.0.dist-info" }],
        ),
      ]),
    );
    expect(found(read)).toEqual([`wall@1.0 3 ${metadata("usr/lib/python3/dist-packages", "wall-1.0")}`]);
  });

  it("follows hard links to what was kept, and reads a layer again for what was not", async () => {
    const text = "Name: brick\nVersion: 1.0\n";
    const cache = "root/.cache/uv/archive/0123";
    const read = await readParts(
      layoutOf([
        one([
          ...distribution(SITE, "wall", "1.0"),
          {
            path: `venv/lib/python3.12/site-packages/wall-1.0.dist-info/METADATA`,
            type: "1",
            content: metadata(SITE, "wall-1.0"),
          },
          { path: cache, content: text },
          { path: `${SITE}/brick-1.0.dist-info/METADATA`, type: "1", content: `./${cache}` },
          { path: `${SITE}/lost-1.0.dist-info/METADATA`, type: "1", content: "nowhere" },
          {
            path: `${SITE}/self-1.0.dist-info/METADATA`,
            type: "1",
            content: `${SITE}/self-1.0.dist-info/METADATA`,
          },
        ]),
      ]),
    );
    expect(found(read)).toEqual([
      `brick@1.0 1 ${metadata(SITE, "brick-1.0")}`,
      `lost@1.0 1 ${metadata(SITE, "lost-1.0")}`,
      `self@1.0 1 ${metadata(SITE, "self-1.0")}`,
      `wall@1.0 1 ${metadata(SITE, "wall-1.0")}`,
      `wall@1.0 1 ${metadata("venv/lib/python3.12/site-packages", "wall-1.0")}`,
    ]);
    expect(codes(read)).toEqual(["unreadable", "unreadable"]);
  });

  it("follows symbolic links as a process in the image would", async () => {
    const read = await readParts(
      layoutOf([
        one([
          { path: "srv/metadata", type: "2", content: "/opt/real.dist-info/METADATA" },
          { path: "opt/real.dist-info/METADATA", content: "Name: brick\nVersion: 1.0\n" },
          {
            path: `${SITE}/brick-1.0.dist-info/METADATA`,
            type: "2",
            content: "../../../../../../../../../srv/metadata",
          },
          { path: `${SITE}/loop-1.0.dist-info/METADATA`, type: "2", content: "METADATA" },
        ]),
      ]),
    );
    expect(found(read).slice(0, 2)).toEqual([
      `brick@1.0 1 ${metadata("opt", "real")}`,
      `brick@1.0 1 ${metadata(SITE, "brick-1.0")}`,
    ]);
    expect(codes(read)).toContain("unreadable");
  });
});

describe("which image", () => {
  const built = (platform: string, version: string): MadeImage => ({
    layers: [{ members: distribution(SITE, "brick", version) }],
    platform,
  });
  const parts = layoutOf([
    built("linux/arm64/v8", "1.0"),
    built("linux/amd64", "2.0"),
    built("windows/amd64", "3.0"),
  ]);

  it.each([
    [[], ["brick@2.0"]],
    [["linux"], ["brick@2.0"]],
    [["linux/arm64"], ["brick@1.0"]],
    [["windows"], ["brick@3.0"]],
    [
      ["linux/arm64/v8", "windows"],
      ["brick@1.0", "brick@3.0"],
    ],
  ])("for %j is %j", async (wanted, keys) => {
    const read = await readParts(parts, ...wanted);
    expect(found(read).map((line) => line.split(" ")[0])).toEqual(keys);
    expect(read.notes).toHaveLength(1);
  });

  it("that is not there is a gap, and never another one", async () => {
    const read = await readParts(parts, "linux/riscv64");
    expect([read.images, codes(read)]).toEqual([[], ["nothing-to-audit"]]);
    const single = await readArchive(archiveOf(savedParts(built("linux/amd64", "2.0")).parts), "linux/arm64");
    expect([single.images, codes(single)]).toEqual([[], ["nothing-to-audit"]]);
  });
});
