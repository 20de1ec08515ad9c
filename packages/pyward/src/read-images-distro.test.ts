import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { one, readParts } from "../../../test/laws/images.ts";
import { layoutOf } from "./image/make-image.ts";

const SITE = "usr/lib/python3/dist-packages";
const path = `${SITE}/brick-1.1.dist-info/METADATA`;
const content = "Metadata-Version: 2.1\nName: brick\nVersion: 1.1\n";
const md5 = createHash("md5").update(content).digest("hex");
const log = "brick (1.1-2) bookworm; urgency=medium\n\n  * CVE-2020-90001: keep inside\n";

const system = [
  { path, content },
  {
    path: "var/lib/dpkg/status",
    content:
      "Package: python3-brick\nStatus: install ok installed\nArchitecture: all\nSource: brick\nVersion: 1.1-2\n",
  },
  { path: "var/lib/dpkg/info/python3-brick.list", content: `/${path}\n` },
  { path: "var/lib/dpkg/info/python3-brick.md5sums", content: `${md5}  ${path}\n` },
  { path: "usr/share/doc/python3-brick/changelog.Debian.gz", content: new Uint8Array(gzipSync(log)) },
];

it("knows what dpkg owns in an image, and what a later layer has changed", async () => {
  const owners = async (...layers: (typeof system)[]) => {
    const read = await readParts(layoutOf([one(...layers)]));
    return read.images[0]?.sources.flatMap(({ inventory }) =>
      inventory.dependencies.map(({ key, systemPackage }) => [key, systemPackage?.fixes ?? null]),
    );
  };
  expect(await owners(system)).toEqual([["brick@1.1", ["CVE-2020-90001"]]]);
  expect(await owners(system, [{ path, content: `${content}Summary: other\n` }])).toEqual([
    ["brick@1.1", null],
  ]);
});

it.each(["", "./", "/"])(
  "reads the database of rpm from layers whose names begin with '%s'",
  async (start) => {
    const fixtures = join(import.meta.dirname, "sources/shared/distro/rpm/fixtures");
    const root: { files: Record<string, string>; expected: Record<string, string | null> } = JSON.parse(
      readFileSync(join(fixtures, "root.json"), "utf8"),
    );
    const database = new Uint8Array(gunzipSync(readFileSync(join(fixtures, "rpmdb.sqlite.gz"))));
    const files = Object.entries(root.files).map(([name, text]) => ({ path: start + name, content: text }));
    const base = { path: `${start}var/lib/rpm/rpmdb.sqlite`, content: database };
    const read = await readParts(layoutOf([one([...files, base])]));
    const inventories = read.images.flatMap(({ sources }) => sources.map(({ inventory }) => inventory));
    const found = inventories.flatMap(({ dependencies }) =>
      dependencies.map(({ origins, systemPackage }) => [origins[0]?.path ?? "", systemPackage?.name ?? null]),
    );
    const names = Object.entries(root.expected).map(([name, said]) => [name, said?.split(" ")[0] ?? null]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(names));
    expect(inventories.flatMap(({ gaps }) => gaps)).toEqual([]);
  },
);

it.each(["", "./"])(
  "knows the packages of an image without dpkg, names beginning with '%s'",
  async (start) => {
    const record = "var/lib/dpkg/status.d/python3-brick";
    const members = [
      { path, content },
      { path: record, content: "Package: python3-brick\nArchitecture: all\nVersion: 1.1-2\n" },
      { path: `${record}.md5sums`, content: `${md5}  ${path}\n` },
      { path: "usr/lib/os-release", content: "ID=debian\nVERSION_ID=12\n" },
      { path: "etc/os-release", type: "2", content: "../usr/lib/os-release" },
    ];
    const read = await readParts(
      layoutOf([one(members.map((each) => ({ ...each, path: start + each.path })))]),
    );
    const packages = read.images.flatMap(({ sources }) =>
      sources.flatMap(({ inventory }) => inventory.dependencies.map(({ systemPackage }) => systemPackage)),
    );
    expect(packages).toEqual([
      {
        manager: "dpkg",
        name: "python3-brick",
        version: "1.1-2",
        fixes: [],
        source: { name: "python3-brick", version: "1.1-2" },
        system: { id: "debian", version: "12" },
      },
    ]);
  },
);

it("tells once for all environments that the database of rpm is damaged", async () => {
  const sites = ["usr/lib/python3.9/site-packages", "usr/lib64/python3.9/site-packages"];
  const files = sites.map((site) => ({ path: `${site}/brick-1.1.dist-info/METADATA`, content }));
  const database = { path: "var/lib/rpm/rpmdb.sqlite", content: "no database" };
  const read = await readParts(layoutOf([one([...files, database])]));
  const gaps = read.images.flatMap(({ sources }) => sources.flatMap(({ inventory }) => inventory.gaps));
  expect(gaps.map(({ code, origin }) => [code, origin?.path])).toEqual([["unreadable", database.path]]);
});
