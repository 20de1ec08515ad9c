import { describe, expect, it } from "vitest";
import {
  CHANGED,
  codes,
  found,
  gaps,
  metadata,
  one,
  readArchive,
  readParts,
  SITE,
  sourceOf,
} from "../../../test/laws/images.ts";
import { filesOfArchive } from "./image/index.ts";
import { SILENT } from "./host/index.ts";
import { readImages } from "./read-images.ts";
import { archiveOf, distribution, layoutOf, savedParts } from "./image/make-image.ts";

describe("what cannot be read of an image", () => {
  const [layer] = Object.keys(layoutOf([CHANGED])).slice(-1);
  const parts = layoutOf([CHANGED]);

  it("a layer of another content is read, and a gap", async () => {
    const other = layoutOf([one(distribution(SITE, "evil", "6.6"))]);
    const [evil] = Object.values(other).slice(-1);
    const read = await readParts({ ...parts, [layer ?? ""]: evil ?? Buffer.alloc(0) });
    expect(found(read).some((line) => line.startsWith("evil@6.6"))).toBe(true);
    expect(gaps(read)).toEqual([
      expect.stringMatching(
        /^unreadable: layer 2 of 2 \(sha256:[0-9a-f]{12}\): its content does not have the digest/,
      ),
    ]);
  });

  it("a changed unpacked layer of docker save is a gap", async () => {
    const { parts: saved } = savedParts(CHANGED);
    const [path = ""] = Object.keys(saved);
    const changed = Buffer.from(saved[path] ?? "");
    changed[changed.indexOf("brick/__init__.py,,")] = 0x42;
    expect(codes(await readArchive(archiveOf({ ...saved, [path]: changed })))).toEqual(["unreadable"]);
  });

  it("a missing layer, manifest or configuration is a gap", async () => {
    for (const path of Object.keys(parts).filter((name) => name.startsWith("blobs/"))) {
      const { [path]: _, ...rest } = parts;
      expect(codes(await readParts(rest)), path).toEqual(["missing-file"]);
    }
  });

  it("a layer that may not be distributed is a gap where it is not there, and read where it is", async () => {
    const mediaType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
    const foreign = layoutOf([{ layers: [{ members: distribution(SITE, "brick", "1.0"), mediaType }] }]);
    expect(found(await readParts(foreign))).toHaveLength(1);
    const [path = ""] = Object.keys(foreign).slice(-1);
    const { [path]: _, ...rest } = foreign;
    expect(gaps(await readParts(rest))).toEqual([
      expect.stringContaining("may not be distributed"),
      expect.stringContaining("no Python was found"),
    ]);
  });

  it("a layer of an unknown type, or encrypted, is a gap", async () => {
    for (const mediaType of [
      "application/vnd.oci.image.layer.v1.tar+gzip+encrypted",
      "application/vnd.wasm",
    ]) {
      const made = layoutOf([{ layers: [{ members: [], mediaType }] }]);
      expect(codes(await readParts(made))).toEqual(["unsupported-format", "nothing-to-audit"]);
    }
  });

  it("an image without Python is never clean", async () => {
    const read = await readParts(layoutOf([one([{ path: "bin/sh", content: "" }, { path: "app/uv.lock" }])]));
    expect(gaps(read)).toEqual([expect.stringMatching(/^nothing-to-audit: no Python .* app\/uv\.lock$/)]);
    const bare = await readParts(layoutOf([one([{ path: "usr/bin/python3.12", content: "" }])]));
    expect(gaps(bare)).toEqual([
      expect.stringMatching(/^nothing-to-audit: a Python \(usr\/bin\/python3\.12\)/),
    ]);
    const empty = await readParts(layoutOf([one([{ path: `${SITE}/`, type: "5" }])]));
    expect([found(empty), gaps(empty)]).toEqual([[], []]);
  });

  it("an archive of something else is none, and an index of nothing is a gap", async () => {
    const files = await filesOfArchive(sourceOf(archiveOf({ "x-1.0/PKG-INFO": Buffer.from("Name: x") })));
    expect(
      await readImages({ open: async () => files, wanted: [], close: () => undefined }, SILENT),
    ).toMatchObject({
      images: [],
      gaps: [{ code: "nothing-to-audit" }],
    });
    const nothing = { "oci-layout": Buffer.from("{}"), "index.json": Buffer.from('{"manifests":[]}') };
    expect(codes(await readParts(nothing))).toEqual(["nothing-to-audit"]);
    expect(codes(await readParts({ ...nothing, "index.json": Buffer.from("{}") }))).toEqual([
      "unparsable-file",
    ]);
  });
});

describe("every place where Python lives", () => {
  it("is found, each as an environment of its own", async () => {
    const places = [
      "home/app/.local/lib/python3.12/site-packages",
      "opt/conda/envs/data/lib/python3.11/site-packages",
      "opt/conda/lib/python3.11/site-packages",
      "opt/pipx/venvs/black/lib/python3.12/site-packages",
      "opt/python",
      "opt/python/lib/python3.12/site-packages",
      "root/.local/share/uv/tools/ruff/lib/python3.12/site-packages",
      "root/.pyenv/versions/3.11.7/lib/python3.11/site-packages",
      "srv/app/.venv/lib/python3.12/site-packages",
      "usr/lib/python3/dist-packages",
      "usr/lib64/python3.9/site-packages",
      "usr/local/lib/python3.12/site-packages",
      "var/task",
    ];
    const members = places.flatMap((folder, at) => distribution(folder, "brick", `1.${at}`));
    const markers = [
      {
        path: "opt/conda/conda-meta/python-3.11.json",
        content:
          '{"name": "python", "version": "3.11", "build": "0", "depends": [], "files": ["bin/python3.11"]}',
      },
      { path: "srv/app/.venv/pyvenv.cfg", content: "include-system-site-packages = true\n" },
      { path: `${places[7]?.replace("site-packages", "ensurepip/_bundled")}/pip-23.2.1-py3-none-any.whl` },
      {
        path: `${SITE}/setuptools/_vendor/tile-1.0.dist-info/METADATA`,
        content: "Name: tile\nVersion: 1.0\n",
      },
    ];
    const read = await readParts(layoutOf([one([...members, ...markers])]));
    const wheel = "root/.pyenv/versions/3.11.7/lib/python3.11/ensurepip/_bundled/pip-23.2.1-py3-none-any.whl";
    expect(found(read).toSorted()).toEqual(
      [
        ...places.map((folder, at) => `brick@1.${at} 1 ${metadata(folder, `brick-1.${at}`)}`),
        `pip@23.2.1 1 ${wheel}`,
      ].toSorted(),
    );
    expect(gaps(read)).toEqual([expect.stringMatching(/^conda-unmapped: .* python 3\.11$/)]);
    const notes = read.images.flatMap(({ sources }) => sources.flatMap(({ inventory }) => inventory.notes));
    expect(notes).toEqual([expect.stringContaining("setuptools/_vendor")]);
  });

  it("does not let one interpreter's packages shadow another's in the same prefix", async () => {
    const read = await readParts(
      layoutOf([
        one([
          ...distribution("usr/lib/python3/dist-packages", "brick", "1.0"),
          ...distribution(SITE, "brick", "2.0"),
        ]),
      ]),
    );
    expect(found(read).map((line) => line.split(" ")[0])).toEqual(["brick@1.0", "brick@2.0"]);
  });

  it("follows a .pth file to an absolute folder of the image", async () => {
    const read = await readParts(
      layoutOf([
        one([
          { path: `${SITE}/more.pth`, content: "/srv/more\n/srv/nothing\n" },
          { path: "srv/more/brick-1.0.egg-info/PKG-INFO", content: "Name: brick\nVersion: 1.0\n" },
        ]),
      ]),
    );
    expect([found(read), gaps(read)]).toEqual([["brick@1.0 1 srv/more/brick-1.0.egg-info/PKG-INFO"], []]);
  });
});
