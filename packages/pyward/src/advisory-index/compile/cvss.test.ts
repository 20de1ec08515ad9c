import { describe, expect, it } from "vitest";

import { baseScore, scoreSeverities } from "./cvss.ts";

const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
const V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

describe("baseScore", () => {
  // The scores that the calculators of first.org give.
  it.each([
    ["AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5],
    ["AV:L/AC:H/Au:M/C:N/I:N/A:P", 0.8],
    ["CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1],
    [V31, 9.8],
    [`${V31}/E:U`, 9.8],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0],
    [V4, 9.3],
    [`${V4}/E:U`, 8.1],
  ])("%s is %d", (vector, score) => {
    expect(baseScore(vector)).toBe(score);
  });

  it.each([
    "CVSS:3.1/AV:N",
    "CVSS:3.1/",
    "CVSS:9.9/AV:N/AC:L",
    "AV:N/AC:L/Au:N",
    "",
    "7.5",
    `${V31.slice(0, -1)}Q`,
  ])("%j has no score", (vector) => {
    expect(baseScore(vector)).toBeNull();
  });
});

describe("scoreSeverities", () => {
  const severities = (...vectors: string[]) => vectors.map((score) => ({ type: "CVSS", score }));

  it("takes the newest CVSS version, not the highest score", () => {
    const low = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N";
    expect(scoreSeverities("X-1", severities(V31, low))).toEqual({
      level: "medium",
      score: 6.9,
      vector: low,
      source: "X-1 CVSS:4.0",
    });
  });

  it("takes the newest that can be scored", () => {
    expect(scoreSeverities("X-1", severities("CVSS:4.0/AV:N", V31)).score).toBe(9.8);
  });

  it("keeps a vector without a score, and ignores what is no vector", () => {
    expect(scoreSeverities("X-1", severities("CVSS:3.1/AV:N"))).toMatchObject({
      level: "unknown",
      vector: "CVSS:3.1/AV:N",
    });
    expect(scoreSeverities("X-1", severities("HIGH", "7.5", "CVSS:3.1/<b>/x"))).toMatchObject({
      level: "unknown",
      vector: null,
    });
  });

  it.each([
    [0, "none"],
    [3.9, "low"],
    [4, "medium"],
    [6.9, "medium"],
    [7, "high"],
    [8.9, "high"],
    [9, "critical"],
  ] as const)("calls %d %s", async (score, level) => {
    const { severityOf } = await import("../severity.ts");
    expect(severityOf("X-1", score, V31).level).toBe(level);
  });
});
