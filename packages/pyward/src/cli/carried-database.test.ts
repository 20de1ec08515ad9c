import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memorySource } from "../advisory-index/memory-source.ts";
import { openRecords } from "../advisory-index/records/open-records.ts";
import { recordsSection } from "../advisory-index/store/open-index.ts";
import { runExample } from "./example-run.ts";

/** A database goes from one machine to another: PYWARD_HOME is the machine. */
let folder: string;
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pyward-carried-"));
  for (const [name, modified] of [
    ["new", "2026-11-20T00:00:00Z"],
    ["old", "2025-01-01T00:00:00Z"],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "a.json"), JSON.stringify(record(modified)));
  }
  writeFileSync(join(folder, "company.key"), privateKey.export({ format: "pem", type: "pkcs8" }));
  writeFileSync(join(folder, "company.pub"), publicKey.export({ format: "pem", type: "spki" }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function record(modified: string): object {
  const affected = [{ package: { ecosystem: "PyPI", name: "brick" }, versions: ["1.0"] }];
  return { id: "PYSEC-2024-1", modified, affected };
}

async function run(home: string, ...args: readonly string[]) {
  const environment = { PYWARD_HOME: join(folder, home) };
  const { code, out, err } = await runExample(args, { cwd: folder, environment });
  return { exitCode: code, stdout: out, stderr: err };
}

test("what is exported is imported, the same bytes", async () => {
  expect((await run("one", "db", "import", "new")).exitCode).toBe(0);
  const out = await run("one", "db", "export", "carried.pyward", "--database", "one/advisories.pyward");
  expect(out.exitCode).toBe(0);
  const again = await run("two", "db", "import", "carried.pyward");
  expect(again.exitCode).toBe(0);
  expect(again.stdout).toContain("Stored 1 advisories about 1 packages");
  const bytes = (path: string) => readFileSync(join(folder, path));
  expect(bytes("two/advisories.pyward").equals(bytes("one/advisories.pyward"))).toBe(true);
});

test("a stored database does not go back in time unasked", async () => {
  expect((await run("three", "db", "import", "new")).exitCode).toBe(0);
  const before = readFileSync(join(folder, "three/advisories.pyward"));
  const refused = await run("three", "db", "import", "old");
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain(
    "it is of 2025-01-01T00:00:00Z, and what is stored of 2026-11-20T00:00:00Z",
  );
  expect(readFileSync(join(folder, "three/advisories.pyward")).equals(before)).toBe(true);
  expect((await run("three", "db", "import", "old", "--force")).exitCode).toBe(0);
});

test("a signature is made and asked for, and nothing else is stored", async () => {
  await run("four", "db", "import", "new");
  const exported = await run(
    "four",
    ...["db", "export", "signed.pyward", "--database", "four/advisories.pyward", "--sign", "company.key"],
  );
  expect(exported.exitCode).toBe(0);
  for (const given of [key, "company.pub"])
    expect(
      (await run(`five-${given.length}`, "db", "import", "signed.pyward", "--verify-key", given)).exitCode,
    ).toBe(0);
  const refused = async (path: string, given = key) => {
    const { exitCode, stderr } = await run("six", "db", "import", path, "--verify-key", given);
    return `${exitCode} ${stderr.split("\n")[0]}`;
  };
  writeFileSync(
    join(folder, "changed.pyward"),
    Buffer.concat([readFileSync(join(folder, "signed.pyward")), Buffer.of(0)]),
  );
  writeFileSync(join(folder, "changed.pyward.sig"), readFileSync(join(folder, "signed.pyward.sig")));
  expect(await refused("changed.pyward")).toBe(
    "3 pyward: changed.pyward is not signed by the key: changed.pyward.sig is of another file or another key",
  );
  expect(await refused("carried.pyward")).toContain("there is no signature at carried.pyward.sig");
  expect(await refused("new")).toContain("there is no signature at new.sig");
  const other = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" });
  expect(await refused("signed.pyward", other.toString("base64"))).toContain("another file or another key");
  expect(await refused("signed.pyward", "no key")).toContain("2 pyward: no key is no Ed25519 public key");
});

test("a bundle that is cut off or changed is refused whatever is asked", async () => {
  const whole = readFileSync(join(folder, "carried.pyward"));
  const damagedAt = (at: number): Buffer => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };
  const cases = [whole.subarray(0, -1), whole.subarray(0, 200), damagedAt(20), damagedAt(whole.length - 1)];
  for (const bytes of cases) {
    writeFileSync(join(folder, "damaged.pyward"), bytes);
    expect((await run("seven", "db", "import", "damaged.pyward", "--force")).exitCode).toBe(3);
  }
});

test("no key that is none signs", async () => {
  const { exitCode, stderr } = await run("one", "db", "export", "x.pyward", "--sign", "company.pub");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("company.pub is no Ed25519 private key");
});

test("what is exported of records is what an import of them stores", async () => {
  await run("eight", "db", "import", "new");
  const exported = await run("nine", "db", "export", "of-records.pyward", "--database", "new");
  expect(exported.exitCode).toBe(0);
  const bytes = readFileSync(join(folder, "of-records.pyward"));
  expect(bytes.equals(readFileSync(join(folder, "eight/advisories.pyward")))).toBe(true);
  const { entries } = openRecords(recordsSection(memorySource(bytes)));
  expect(entries.map(({ id, feed }) => [id, feed])).toEqual([["PYSEC-2024-1", "osv-bulk"]]);
});

test("an import waits for who replaces the database already", async () => {
  const lock = join(folder, "ten/advisories.pyward.lock");
  mkdirSync(join(folder, "ten"));
  writeFileSync(lock, `${process.pid}\n`);
  const ended: string[] = [];
  const importing = run("ten", "db", "import", "new").then(({ exitCode }) =>
    ended.push(`import ${exitCode}`),
  );
  await setTimeout(300);
  ended.push("released");
  rmSync(lock);
  await importing;
  expect(ended).toEqual(["released", "import 0"]);
});

test("a comparison with what is no database names no option that it does not have", async () => {
  const { exitCode, stderr } = await run("one", "db", "diff", "company.pub", "embedded");
  expect(exitCode).toBe(3);
  expect(stderr).toContain("company.pub cannot be compared");
  expect(stderr).not.toContain("--database");
});
