import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { memoryTree, type MemoryFile } from "../../../host/memory/index.ts";
import { fileOrigin, makeDependency, type SystemPackage } from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import { withOwners } from "./with-owners.ts";

type Files = Readonly<Record<string, MemoryFile>>;

const PATH = "usr/lib/python3/dist-packages/cryptography-38.0.4.dist-info/METADATA";
const TEXT = "Metadata-Version: 2.1\nName: cryptography\nVersion: 38.0.4\n";
const MD5 = createHash("md5").update(TEXT).digest("hex");
const INFO = "var/lib/dpkg/info/python3-cryptography";

const stanza = (status: string, name = "python3-cryptography"): string =>
  `Package: ${name}\nStatus: ${status}\nArchitecture: amd64\nSource: python-cryptography\nVersion: 38.0.4-3+deb12u1\n`;

const owned: Files = {
  [PATH]: TEXT,
  "var/lib/dpkg/status": `${stanza("install ok installed")}\n`,
  [`${INFO}.list`]: `/.\n/usr\n/${PATH}\n`,
  [`${INFO}.md5sums`]: `${MD5}  ${PATH}\n`,
};
const changelog = (version: string): Files => ({
  "usr/share/doc/python3-cryptography/changelog.Debian.gz": new Uint8Array(
    gzipSync(`python-cryptography (${version}) bookworm; urgency=medium\n\n  * CVE-2023-49083: crash\n`),
  ),
});

async function ownerIn(files: Files, path = PATH): Promise<SystemPackage | null> {
  const name = normalizeName("cryptography");
  const source = { type: "registry", url: null } as const;
  const one = { name, version: "38.0.4", pin: "exact", basis: "installed", source } as const;
  const given = makeDependency({ ...one, origins: [fileOrigin(path)] });
  const { dependencies } = await withOwners(memoryTree(files), [given]);
  const [found] = dependencies;
  expect(found?.manager ?? null).toBe(found?.systemPackage?.manager ?? null);
  return found?.systemPackage ?? null;
}

const debian = {
  manager: "dpkg",
  name: "python3-cryptography",
  version: "38.0.4-3+deb12u1",
  fixes: [],
  source: { name: "python-cryptography", version: "38.0.4-3+deb12u1" },
} as const;

it.each<readonly [string, Files, SystemPackage | null]>([
  ["owned and unchanged", owned, debian],
  [
    "with a changelog",
    { ...owned, ...changelog("38.0.4-3+deb12u1") },
    { ...debian, fixes: ["CVE-2023-49083"] },
  ],
  ["with a changelog of another version", { ...owned, ...changelog("38.0.4-3+deb12u2") }, debian],
  ["held", { ...owned, "var/lib/dpkg/status": stanza("hold ok installed") }, debian],
  [
    "of one of several architectures",
    {
      [PATH]: TEXT,
      "var/lib/dpkg/status": stanza("install ok installed"),
      [`${INFO}:amd64.list`]: `/${PATH}\n`,
      [`${INFO}:amd64.md5sums`]: `${MD5}  ${PATH}\n`,
    },
    debian,
  ],
  ["changed by another tool", { ...owned, [PATH]: `${TEXT}Summary: other\n` }, null],
  ["owned by no one", { ...owned, [`${INFO}.md5sums`]: "", [`${INFO}.list`]: "/.\n" }, null],
  ["in the sums and not in the list", { ...owned, [`${INFO}.list`]: "/.\n" }, null],
  ["of a removed package", { ...owned, "var/lib/dpkg/status": stanza("deinstall ok config-files") }, null],
  ["half installed", { ...owned, "var/lib/dpkg/status": stanza("install ok half-installed") }, null],
  [
    "of two packages",
    {
      ...owned,
      "var/lib/dpkg/status": `${stanza("install ok installed")}\n${stanza("install ok installed", "other")}`,
      "var/lib/dpkg/info/other.list": `/${PATH}\n`,
      "var/lib/dpkg/info/other.md5sums": `${MD5}  ${PATH}\n`,
    },
    null,
  ],
  [
    "diverted by another package",
    { ...owned, "var/lib/dpkg/diversions": `/${PATH}\n/${PATH}.orig\nother\n` },
    null,
  ],
  [
    "what others are diverted from",
    { ...owned, "var/lib/dpkg/diversions": `/${PATH}\n/${PATH}.orig\npython3-cryptography\n` },
    debian,
  ],
  ["without a database", { [PATH]: TEXT }, null],
  [
    "with a database elsewhere",
    { [PATH]: TEXT, "x/var/lib/dpkg/status": stanza("install ok installed") },
    null,
  ],
])("tells the owner of metadata that is %s", async (_, files, owner) => {
  expect(await ownerIn(files)).toEqual(owner);
});

it("knows a file by both of its paths where lib is a link", async () => {
  expect(await ownerIn({ ...owned, lib: { link: "usr/lib" } }, PATH.replace("usr/", ""))).toEqual(debian);
});

it("reads the database of apk", async () => {
  const path = PATH.replace("python3/dist", "python3.12/site");
  const sha1 = createHash("sha1").update(TEXT).digest("base64");
  const folder = path.slice(0, path.lastIndexOf("/"));
  const database = `C:Q1x=\nP:py3-cryptography\nV:38.0.4-r1\nA:x86_64\no:cryptography\nF:usr\nF:${folder}\nR:METADATA\nZ:Q1${sha1}\nR:RECORD\nZ:Q1x=\n\n`;
  const files = { [path]: TEXT, "lib/apk/db/installed": database };
  const alpine = {
    manager: "apk",
    name: "py3-cryptography",
    version: "38.0.4-r1",
    fixes: [],
    source: { name: "cryptography", version: "38.0.4-r1" },
  };
  expect(await ownerIn(files, path)).toEqual(alpine);
  expect(await ownerIn({ ...files, [path]: `${TEXT}\n` }, path)).toBeNull();
});

it.each([
  [
    "a binary built from a source of another version",
    "Source: src (2.0-1)",
    { name: "src", version: "2.0-1" },
  ],
  ["a binary of its own source", "", { name: "python3-cryptography", version: "38.0.4-3+deb12u1" }],
])("names the source of %s", async (_, line, source) => {
  const status = stanza("install ok installed").replace("Source: python-cryptography", line || "X: y");
  expect(await ownerIn({ ...owned, "var/lib/dpkg/status": status })).toEqual({ ...debian, source });
});

it.each([
  ['ID=debian\nVERSION_ID="12"\n', { id: "debian", version: "12" }],
  ["NAME='x'\nID='Ubuntu'\nVERSION_ID=22.04", { id: "ubuntu", version: "22.04" }],
  ["ID=debian\n", { id: "debian", version: "" }],
  ["NAME=x\n", undefined],
])("says which distribution the system is: %j", async (text, system) => {
  for (const path of ["etc/os-release", "usr/lib/os-release"])
    expect((await ownerIn({ ...owned, [path]: text }))?.system).toEqual(system);
});

it("reads the packages of an image without dpkg", async () => {
  const record = "var/lib/dpkg/status.d/python3-cryptography";
  const control = stanza("x").replace(/^Status: .*\n/m, "");
  const distroless = { [PATH]: TEXT, [record]: control, [`${record}.md5sums`]: `${MD5}  ./${PATH}\n` };
  expect(await ownerIn(distroless)).toEqual(debian);
  expect(await ownerIn({ ...distroless, [PATH]: `${TEXT}\n` })).toBeNull();
  const twice = {
    [`${record}2`]: control.replace("python3-", "other-"),
    [`${record}2.md5sums`]: `${MD5}  ${PATH}\n`,
  };
  expect(await ownerIn({ ...distroless, ...twice })).toBeNull();
});
