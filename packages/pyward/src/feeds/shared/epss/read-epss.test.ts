import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readEpss } from "./read-epss.ts";

const HEAD = "#model_version:v2025.03.14,score_date:2026-05-18T00:00:00Z\ncve,epss,percentile\n";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readEpss(bytes(text), () => true);

test("a day's scores, plain and packed", () => {
  const text = `${HEAD}CVE-1999-0001,0.0046,0.7385\nCVE-2020-14343,0.42,0.97\n`;
  const scores = new Map([
    ["CVE-1999-0001", { probability: 0.0046, percentile: 0.7385 }],
    ["CVE-2020-14343", { probability: 0.42, percentile: 0.97 }],
  ]);
  const whole = { kind: "scores", date: "2026-05-18", model: "v2025.03.14", rows: 2, damaged: 0, scores };
  expect(read(text)).toEqual(whole);
  expect(readEpss(gzipSync(text), () => true)).toEqual(whole);
  expect(read(text.replaceAll("\n", "\r\n"))).toEqual(whole);
  expect(read(`\uFEFF${text}`)).toEqual(whole);
});

test("keeps what is wanted, and counts the rest", () => {
  const text = `${HEAD}CVE-1999-0001,0.1,0.2\ncve-1999-0002,0.3,0.4\n`;
  expect(readEpss(bytes(text), (cve) => cve === "CVE-1999-0002")).toMatchObject({
    rows: 2,
    scores: new Map([["CVE-1999-0002", { probability: 0.3, percentile: 0.4 }]]),
  });
});

describe("a row that cannot be read costs only itself", () => {
  test.each([
    "CVE-1999-0001,1.1,0.5",
    "CVE-1999-0001,-0.1,0.5",
    "CVE-1999-0001,NaN,0.5",
    "CVE-1999-0001,,0.5",
    "CVE-1999-0001,0.5",
    "GHSA-1,0.5,0.5",
    `CVE-1999-0001,${"0".repeat(5000)},0.5`,
  ])("%s", (row) => {
    const result = read(`${HEAD}${row}\nCVE-1999-0003,1,1e-05\n`);
    expect(result).toMatchObject({
      rows: 1,
      damaged: 1,
      scores: new Map([["CVE-1999-0003", { probability: 1, percentile: 0.00001 }]]),
    });
  });
});

test("columns are known by their names, and of a CVE that is there twice the higher score counts", () => {
  const text = `${HEAD.replace("cve,epss,percentile", "percentile,cve,epss")}0.1,CVE-1999-0001,0.9\n0.2,CVE-1999-0001,0.3\n`;
  expect(read(text)).toMatchObject({
    scores: new Map([["CVE-1999-0001", { probability: 0.9, percentile: 0.1 }]]),
  });
});

test.each([
  ["nothing", "", "it has no columns cve, epss and percentile"],
  ["a page", "<!doctype html>\n<p>Service unavailable", "it has no columns cve, epss and percentile"],
  ["no date", "cve,epss,percentile\nCVE-1999-0001,0.1,0.2\n", "it does not say of which day it is"],
  ["rows of something else", `${HEAD}a\nb\nCVE-1999-0001,0.1,0.2\n`, "most of its rows cannot be read"],
])("%s is no day's scores", (_, text, reason) => {
  expect(read(text)).toEqual({ kind: "unreadable", reason });
});

test("a packed file that is cut off, or unpacks to more than any day has, gives nothing", () => {
  const reason = "it is damaged, or larger than any day's scores";
  const packed = gzipSync(`${HEAD}CVE-1999-0001,0.1,0.2\n`);
  expect(readEpss(packed.subarray(0, -9), () => true)).toEqual({ kind: "unreadable", reason });
  expect(readEpss(gzipSync(Buffer.alloc(130_000_000)), () => true)).toEqual({ kind: "unreadable", reason });
});
