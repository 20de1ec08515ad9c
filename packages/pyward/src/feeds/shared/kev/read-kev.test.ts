import { expect, test } from "vitest";
import { readKevFile } from "./read-kev.ts";

const read = (value: unknown) =>
  readKevFile(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)));
const entry = (cveID: unknown, dateAdded: unknown = "2024-03-02") => ({ cveID, dateAdded });
const catalogue = (...vulnerabilities: unknown[]) => ({
  dateReleased: "2025-08-25T17:04:19.9796Z",
  vulnerabilities,
});

test("the day of each CVE, the earlier of two, ids in capitals", () => {
  expect(read(catalogue(entry("cve-2024-0001"), entry("CVE-2024-0001", "2024-01-01")))).toEqual({
    kind: "catalogue",
    date: "2025-08-25",
    days: new Map([["CVE-2024-0001", "2024-01-01"]]),
    damaged: 0,
  });
});

test("an entry that cannot be read costs only itself", () => {
  expect(
    read(catalogue(entry("CVE-2024-0001"), entry("CVE-2024-0002"), entry(7), null, entry("GHSA-x"))),
  ).toMatchObject({
    kind: "unreadable",
  });
  expect(read(catalogue(entry("CVE-2024-0001"), entry("CVE-2024-0002", "soon")))).toMatchObject({
    damaged: 1,
  });
});

test.each([
  ["not JSON", "<html>"],
  ["no list", { dateReleased: "2025-08-25" }],
  ["no day", { vulnerabilities: [entry("CVE-2024-0001")] }],
  ["no entries", catalogue()],
])("%s is unreadable", (_name, value) => {
  expect(read(value).kind).toBe("unreadable");
});
