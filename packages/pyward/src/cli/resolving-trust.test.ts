// Whom an audit that resolves asks, and what it tells: a canary for each promise of docs/resolving.md.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listedSdist, loopbackIndex, type LoopbackIndex } from "../../../../test/loopback-index.ts";
import { publish } from "../../../../test/loopback-packages.ts";
import { makeTar } from "../archive/tar/make-tar.ts";
import { auditExample, putFiles } from "./example-project.ts";

let own: LoopbackIndex;
let theirs: LoopbackIndex;
let top: string;

beforeEach(async () => {
  [own, theirs] = [await loopbackIndex(), await loopbackIndex()];
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-resolving-trust-")));
  for (const index of [own, theirs])
    publish(index, Object.fromEntries(NAMES.map((name) => [name, { "1.0": {} }])));
});

afterEach(async () => {
  await Promise.all([own.close(), theirs.close()]);
  rmSync(top, { recursive: true });
});

const NAMES = ["sand", "clay", "silt", "loam", "peat"];

const put = (files: Readonly<Record<string, string>>): void => putFiles(top, files);

async function audit(environment: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const { report, text } = await auditExample(top, environment, argv);
  const { notes, gaps, dependencies } = report;
  return {
    text,
    notes: notes.join("\n"),
    gaps: gaps.map(({ name, code: one }) => `${one} ${name}`),
    versions: dependencies.map(({ name, version }) => `${name} ${version}`),
  };
}

const namesAsked = ({ requests }: LoopbackIndex): readonly string[] =>
  [...new Set(requests.flatMap(({ path }) => /^\/simple\/([^/]+)/.exec(path)?.[1] ?? []))].toSorted();

/** Every file that can name an index names one of its author's, with a variable in the address. */
function hostileProject(): void {
  const url = theirs.url.slice(0, -1);
  const withLogin = url.replace("//", "//${CANARY}:$CANARY@");
  put({
    "project/pyproject.toml": `[project]\nname = "x"\nversion = "1"\ndependencies = ["sand", "silt"]
[tool.uv.sources]\nsand = { index = "evil" }\n[[tool.uv.index]]\nname = "evil"\nurl = "${url}"\nexplicit = true
[[tool.uv.index]]\nname = "all"\nurl = "${url}"\ndefault = true\n`,
    "project/requirements.txt": `--index-url ${withLogin}\n--extra-index-url ${url}/\${CANARY}/\nloam\n`,
    "project/Pipfile": `[[source]]\nname = "evil"\nurl = "${withLogin}"\nverify_ssl = false\n[packages]\nclay = {version = "*", index = "evil"}\n`,
    "project/a.py": `# /// script\n# dependencies = ["peat"]\n# [tool.uv]\n# index-url = "${url}"\n# ///\n`,
    "project/uv.toml": `index-url = "${url}"\n`,
    "project/pip.conf": `[global]\nindex-url = ${url}\n`,
    "project/.netrc": "machine 127.0.0.1 login me password canary\n",
  });
}

it("an index that only audited files name is not asked, and no variable of theirs is read", async () => {
  hostileProject();
  const { notes, gaps, text } = await audit({ CANARY: "canary-value", PIP_INDEX_URL: own.url }, ".", "a.py");
  expect(theirs.requests).toEqual([]);
  expect(namesAsked(own)).toEqual(["peat", "silt"]);
  expect(notes).toContain("clay, loam, sand");
  expect(gaps).toEqual(["unpinned clay", "unpinned loam", "unpinned sand"]);
  expect(JSON.stringify(own.requests) + text).not.toContain("canary");
});

it("one that is trusted is asked about what comes from there, and nothing else", async () => {
  hostileProject();
  const { versions } = await audit(
    { CANARY: "canary-value", PIP_INDEX_URL: own.url },
    ...["--trust-index", theirs.url, ".", "a.py"],
  );
  expect(namesAsked(theirs)).toEqual(["clay", "sand"]);
  expect(namesAsked(own)).toEqual(["peat", "silt"]);
  expect(versions).toContain("clay 1.0");
  expect(JSON.stringify([own.requests, theirs.requests])).not.toContain("canary");
});

it("without an index of the user's, trust in another one is no leave to ask it about the rest", async () => {
  hostileProject();
  await audit({ CANARY: "canary-value" }, "--trust-index", theirs.url);
  expect(namesAsked(theirs)).toEqual(["clay", "sand"]);
});

it("all indexes of a requirements file that the user names, too, are asked as pip asks them", async () => {
  put({
    "project/requirements.txt": `--extra-index-url ${theirs.url}\nsand\nmarl\n`,
  });
  publish(theirs, { marl: { "3.0": {} }, sand: { "2.0": {} } });
  const { versions } = await audit({ PIP_INDEX_URL: own.url }, "--trust-index", theirs.url);
  expect(versions).toEqual(["marl 3.0", "sand 2.0"]);
  expect(namesAsked(own)).toEqual(["marl", "sand"]);
});

it("no page and no redirection leads to a private address that the user has not named", async () => {
  const elsewhere = theirs.url.replace("127.0.0.1", "localhost");
  put({ "project/requirements.txt": "sand\nclay\n" });
  own.set(
    "/simple/sand/",
    (_, response) => void response.writeHead(302, { location: `${elsewhere}sand/` }).end(),
  );
  const redirected = await audit({ PIP_INDEX_URL: own.url });
  expect(redirected.notes).toContain("private network");
  const file = "sand-1.0-py3-none-any.whl";
  for (const host of [elsewhere, "http://169.254.169.254/", "http://[::1]:9/", "http://10.0.0.1:9/"]) {
    own.set("/simple/sand/", { files: [{ filename: file, url: new URL(file, host).href, hashes: {} }] });
    const { notes, gaps } = await audit({
      PIP_INDEX_URL: own.url,
      PYWARD_CACHE: join(top, host.length.toString()),
    });
    expect(notes).toContain("private network");
    expect(gaps).toEqual(["unpinned clay", "unpinned sand"]);
  }
  expect(theirs.requests).toEqual([]);
});

it("a login stays on the origin that it is for", async () => {
  put({ "project/requirements.txt": "sand\nclay\nsilt\n" });
  const [filename, metadata] = [
    "silt-1.0-py3-none-any.whl",
    "Metadata-Version: 2.1\nName: silt\nVersion: 1.0\n\n",
  ];
  const hash = createHash("sha256").update(metadata).digest("hex");
  const url = new URL(`/files/${filename}`, theirs.url).href;
  own.set("/simple/silt/", { files: [{ filename, url, hashes: {}, "core-metadata": { sha256: hash } }] });
  theirs.set(`/files/${filename}.metadata`, (_, response) => void response.writeHead(200).end(metadata));
  own.set(
    "/simple/clay/",
    (_, response) => void response.writeHead(302, { location: `${theirs.url}clay/` }).end(),
  );
  const login = own.url.replace("//", "//me:canary@");
  const { versions, text } = await audit({ PIP_INDEX_URL: login });
  expect(versions).toEqual(["clay 1.0", "sand 1.0", "silt 1.0"]);
  expect(own.requests.every(({ headers }) => headers.authorization === `Basic ${btoa("me:canary")}`)).toBe(
    true,
  );
  expect(theirs.requests.length).toBeGreaterThan(1);
  expect(theirs.requests.map(({ headers }) => headers.authorization)).toEqual(
    theirs.requests.map(() => undefined),
  );
  expect(text).not.toContain("canary");
});

it("a source distribution is read and never run", async () => {
  const canary = join(top, "canary");
  const files = {
    "kiln-1.0/setup.py": `open(${JSON.stringify(canary)}, "w").write("x")\nfrom setuptools import setup\nsetup(name="kiln", version="1.0", install_requires=["sand"])\n`,
    "kiln-1.0/PKG-INFO": "Metadata-Version: 2.1\nName: kiln\nVersion: 1.0\n\n",
    "kiln-1.0/pyproject.toml":
      '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
  };
  const entries = Object.entries(files).map(([path, content]) => ({ path, content }));
  const packed = gzipSync(makeTar(entries));
  const hashes = { sha256: createHash("sha256").update(packed).digest("hex") };
  own.set("/simple/kiln/", { files: [listedSdist("kiln", "1.0", { hashes })] });
  own.set("/files/kiln-1.0.tar.gz", (_, response) => void response.writeHead(200).end(packed));
  put({ "project/requirements.txt": "kiln\n" });
  const { versions, gaps } = await audit({ PIP_INDEX_URL: own.url });
  expect([versions, gaps]).toEqual([["kiln 1.0"], ["dynamic-metadata kiln"]]);
  expect(own.requests.map(({ path }) => path)).toContain("/files/kiln-1.0.tar.gz");
  expect(existsSync(canary)).toBe(false);
});

it("what configuration calls internal is not told to the default index", async () => {
  put({
    "project/requirements.txt": "acme-vault\n",
    "project/pyward.toml": 'internal = ["acme-*"]\n',
  });
  const { notes, gaps } = await audit({ HTTPS_PROXY: own.url }, "--resolve");
  expect(gaps).toEqual(["unpinned acme-vault"]);
  expect(notes).toContain("acme-vault");
  expect(own.requests).toEqual([]);
});
