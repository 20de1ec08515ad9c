import { describe, expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import { readRecords } from "./read-records.ts";
import { wantedInArchive } from "./layout.ts";

const REVIEWED = "advisories/github-reviewed/2026/11";
const ghsa = (id: string, ecosystem: string) =>
  JSON.stringify({ id, affected: [{ package: { ecosystem, name: "brick" } }] });

async function filesOf(files: Readonly<Record<string, string>>, path = ""): Promise<readonly string[]> {
  const read: string[] = [];
  for await (const raw of readRecords(memoryTree(files), path)) read.push(`${raw.kind} ${raw.file}`);
  return read;
}

describe("clones of databases are told by their layout", () => {
  test("GitHub's: reviewed records that name PyPI; the others are not even parsed", async () => {
    const files = {
      [`${REVIEWED}/GHSA-1/GHSA-1.json`]: ghsa("GHSA-1", "PyPI"),
      [`${REVIEWED}/GHSA-2/GHSA-2.json`]: `${ghsa("GHSA-2", "npm")} and no JSON`,
      [`${REVIEWED}/GHSA-3/GHSA-3.json`]: `${ghsa("GHSA-3", "PyPI")} and no JSON`,
      "advisories/unreviewed/2026/11/GHSA-4/GHSA-4.json": ghsa("GHSA-4", "PyPI"),
      "package.json": "{}",
    };
    const expected = [`record ${REVIEWED}/GHSA-1/GHSA-1.json`, `unreadable ${REVIEWED}/GHSA-3/GHSA-3.json`];
    expect(await filesOf(files)).toEqual(expected);
    const below = Object.fromEntries(Object.entries(files).map(([path, text]) => [`db/${path}`, text]));
    expect(await filesOf(below, "db")).toEqual(expected.map((one) => one.replace(" ", " db/")));
  });

  test("PyPA's: what is in vulns", async () => {
    const files = {
      "vulns/brick/PYSEC-2026-1.yaml": "id: PYSEC-2026-1\naffected: []\n",
      "osv.yaml": "no: record\n",
    };
    expect(await filesOf(files)).toEqual(["record vulns/brick/PYSEC-2026-1.yaml"]);
  });

  test("any other directory is read whole", async () => {
    expect(await filesOf({ "a.json": "{}", "b/c.yaml": "id: X\n" })).toEqual([
      "record a.json",
      "record b/c.yaml",
    ]);
  });

  test("members of an archive by their path", () => {
    const top = "advisory-database-main";
    expect(wantedInArchive(`${top}/advisories/unreviewed/2026/11/GHSA-4/GHSA-4.json`)).toBeNull();
    const reviewed = wantedInArchive(`${top}/${REVIEWED}/GHSA-1/GHSA-1.json`);
    expect([ghsa("GHSA-1", "PyPI"), ghsa("GHSA-2", "npm")].map((text) => reviewed?.(text))).toEqual([
      true,
      false,
    ]);
    expect(wantedInArchive("PYSEC-2026-1.json")?.("")).toBe(true);
  });
});
