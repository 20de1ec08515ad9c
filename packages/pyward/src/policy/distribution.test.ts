import { expect, it } from "vitest";
import { judge } from "./judge.ts";
import { DEFAULT_POLICY } from "./policy.ts";

const problem = {
  id: "PYSEC-2023-1",
  aliases: ["CVE-2023-49083", "GHSA-a"],
  kind: "vulnerability",
  severity: { level: "high", score: 7.5, vector: null, source: null },
  confidence: "range",
  exploited: null,
  scopes: ["main"],
} as const;
const from = (fixes: readonly string[]) =>
  ({ manager: "dpkg", name: "python3-x", version: "1-1", fixes }) as const;

it.each([
  ["fixed", problem, from(["CVE-2023-49083"]), {}, "not-affected distro-changelog"],
  [
    "fixed, gated",
    problem,
    from(["CVE-2023-49083"]),
    { failOnUnverified: true },
    "not-affected distro-changelog",
  ],
  ["not named", problem, from([]), {}, "review distro-unverified"],
  ["not named, gated", problem, from([]), { failOnUnverified: true }, "fail default"],
  [
    "of one CVE of two",
    { ...problem, aliases: ["CVE-2023-1", "CVE-2023-49083"] },
    from(["CVE-2023-1"]),
    {},
    "review distro-unverified",
  ],
  ["without a CVE", { ...problem, aliases: [] }, from(["CVE-2023-1"]), {}, "review distro-unverified"],
  ["malware", { ...problem, kind: "malware" } as const, from(["CVE-2023-49083"]), {}, "fail malware"],
  ["of no distribution", problem, undefined, {}, "fail default"],
] as const)("judges what is %s", (...[, finding, systemPackage, policy, verdict]) => {
  const { status, rule } = judge({ ...finding, systemPackage }, { ...DEFAULT_POLICY, ...policy });
  expect(`${status} ${rule}`).toBe(verdict);
});

it("gives the changelog as the reason", () => {
  const { reason } = judge({ ...problem, systemPackage: from(["CVE-2023-49083"]) }, DEFAULT_POLICY);
  expect(reason).toBe("python3-x 1-1: changelog names CVE-2023-49083");
});
