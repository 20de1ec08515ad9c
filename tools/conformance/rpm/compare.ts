import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { environment } from "../../../packages/pyward/src/sources/environment/index.ts";
import { makeRpmRoot } from "./make-root.ts";
import { CHANGED, FOREIGN, PACKAGES, REMOVED, UNLOGGED } from "./packages.ts";
import { asBerkeleyHash, asNdb, convertedToNdb, headersBySqlite, logWithout } from "./storages.ts";
import { writeImage } from "./write-image.ts";

const FIXTURES = "packages/pyward/src/sources/shared/distro/rpm/fixtures";
/** The tool of an rpm with ndb, where there is one. */
const RPMDB = process.argv.find((given) => given.startsWith("--rpmdb="))?.slice("--rpmdb=".length);
const root = mkdtempSync(join(tmpdir(), "pyward-rpm-"));
const folder = join(root, "var/lib/rpm");

function askRpm(...given: string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout } = spawnSync("rpm", ["--root", root, "--dbpath", "/var/lib/rpm", ...given], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  return { status, text: stdout };
}

/** What `rpm -qf` and `rpm -V` say of a file: `name evr` of its one owner, where the file is what it installed. */
function ownerByRpm(path: string): string | null {
  const asked = askRpm("-qf", "--qf", "%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\n", `/${path}`);
  const owners = asked.status === 0 ? asked.text.trim().split("\n") : [];
  const [owner] = owners;
  if (owner === undefined || owners.length !== 1) return null;
  const verified = askRpm("-V", "--nodeps", owner.split(" ")[0] ?? "").text;
  return verified.split("\n").some((line) => /^(?:..5|missing)/.test(line) && line.endsWith(`/${path}`))
    ? null
    : owner;
}

/** The CVEs that a person reads in the changelog as fixed, each of which `rpm -q --changelog` must print. */
function fixesOf(name: string): readonly string[] {
  const known = PACKAGES.find((one) => one.name === name)?.fixes ?? [];
  const { text } = askRpm("-q", "--changelog", name);
  return known.filter((cve) => text.includes(cve)).toSorted();
}

async function compare(storage: string, asked: ReadonlyMap<string, string>): Promise<number> {
  const inventory = await environment.read(nodeTree(root), { path: "usr" }, { workingDirectory: "" });
  let different = 0;
  for (const { key, origins, systemPackage } of inventory.dependencies) {
    const path = origins[0]?.path ?? "";
    const actual =
      systemPackage === undefined
        ? ""
        : `${systemPackage.name} ${systemPackage.version} ${systemPackage.fixes.join()}`;
    const expected = asked.get(path) ?? "";
    if (actual === expected) continue;
    different++;
    console.log(`${storage} ${key}: rpm says ${expected.slice(0, 99)}, pyward ${actual.slice(0, 99)}`);
  }
  for (const { reason } of inventory.gaps) {
    different++;
    console.log(`${storage}: ${reason}`);
  }
  const managed = inventory.dependencies.filter(({ manager }) => manager === "rpm").length;
  console.log(
    `${storage}: ${PACKAGES.length - 1} packages, ${inventory.dependencies.length} distributions, ${managed} of rpm, ${different} differ`,
  );
  return managed === 0 ? 1 : different;
}

try {
  makeRpmRoot(root, PACKAGES);
  askRpm("-e", "--nodeps", REMOVED);
  for (const path of CHANGED)
    writeFileSync(join(root, path), `${readFileSync(join(root, path), "utf8")}Summary: other\n`);
  for (const [path, content] of Object.entries(FOREIGN)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const paths = [
    ...PACKAGES.filter(({ name }) => name !== REMOVED).flatMap(({ files }) => Object.keys(files)),
    ...Object.keys(FOREIGN),
  ].filter((path) => /\.(?:dist-info\/METADATA|egg-info(?:\/PKG-INFO)?)$/.test(path));
  const ask = (): ReadonlyMap<string, string> =>
    new Map(
      paths.map((path) => {
        const owner = ownerByRpm(path);
        return [path, owner === null ? "" : `${owner} ${fixesOf(owner.split(" ")[0] ?? "").join()}`];
      }),
    );
  const bySqlite = ask();
  let different = await compare("SQLite", bySqlite);
  const sqlite = readFileSync(join(folder, "rpmdb.sqlite"));
  const headers = headersBySqlite(join(folder, "rpmdb.sqlite"));
  // What a writer has committed and not yet put into the database itself.
  const log = logWithout(folder, UNLOGGED);
  writeFileSync(join(folder, "rpmdb.sqlite-wal"), log);
  const thyme = Object.keys(PACKAGES.find(({ name }) => name === UNLOGGED)?.files ?? {});
  const without = new Map([...bySqlite].filter(([path]) => !thyme.includes(path)));
  different += await compare("SQLite with a log", without);
  const stored = {
    "rpmdb.sqlite-wal": log,
    "rpmdb.sqlite": sqlite,
    "Packages.db": RPMDB === undefined ? asNdb(headers) : convertedToNdb(folder, RPMDB),
    Packages: asBerkeleyHash(headers, "little"),
  };
  const big = asBerkeleyHash(headers, "big");
  for (const [name, bytes] of [
    ["Packages.db", stored["Packages.db"]],
    ["Packages", stored.Packages],
    ["Packages", big],
  ] as const) {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, name), bytes);
    const title =
      name === "Packages.db"
        ? `ndb of ${RPMDB === undefined ? "our making" : "rpm"}`
        : `Berkeley DB, ${bytes === big ? "big" : "little"}-endian`;
    different += await compare(title, bySqlite);
  }
  // rpm itself reads the hash, without its indexes: every header by its number.
  writeFileSync(join(folder, "Packages"), stored.Packages);
  const { text } = askRpm("--define", "_db_backend bdb_ro", "-qa", "--qf", "%{NAME}\\n");
  console.log(`rpm finds ${text.trim().split("\n").length} packages in the hash`);
  if (process.argv.includes("--write")) {
    writeImage("test/transcripts/rpm/rocky.tar");
    mkdirSync(FIXTURES, { recursive: true });
    for (const [name, bytes] of Object.entries(stored))
      writeFileSync(join(FIXTURES, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
    const expected = Object.fromEntries(
      [...bySqlite].map(([path, said]) => [path, said === "" ? null : said]),
    );
    writeFileSync(join(FIXTURES, "root.json"), `${JSON.stringify({ files, expected }, null, 2)}\n`);
  }
  process.exitCode = different > 0 ? 1 : 0;
} finally {
  rmSync(root, { recursive: true, force: true });
}
