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

const says = (status: "fixed" | "affected", version: string | null = "1-1", cve = "CVE-2023-49083") =>
  ({ cve, status, record: `DEBIAN-${cve}`, version }) as const;

it.each([
  ["fixed", [], [says("fixed")], {}, "not-affected distro-advisory"],
  ["fixed, gated", [], [says("fixed")], { failOnUnverified: true }, "not-affected distro-advisory"],
  ["affected", [], [says("affected")], {}, "fail default"],
  ["affected, against the changelog", ["CVE-2023-49083"], [says("affected", null)], {}, "fail default"],
  ["affected, below the bar", [], [says("affected")], { failOn: "critical" }, "below-threshold fail-on"],
  ["affected, only what has a fix", [], [says("affected")], { onlyFixable: true }, "fail default"],
  [
    "affected without a fix, only what has one",
    [],
    [says("affected", null)],
    { onlyFixable: true },
    "below-threshold only-fixable",
  ],
  ["not said", [], [], {}, "review distro-unverified"],
  ["said of another CVE", [], [says("fixed", "1-1", "CVE-2023-2")], {}, "review distro-unverified"],
] as const)("judges what the distribution says is %s", (...[, fixes, statements, policy, verdict]) => {
  const finding = { ...problem, systemPackage: from(fixes), statements };
  const { status, rule } = judge(finding, { ...DEFAULT_POLICY, ...policy });
  expect(`${status} ${rule}`).toBe(verdict);
});

it("takes the changelog where the advisories are silent, and says who says what", () => {
  const two = { ...problem, aliases: ["CVE-2023-1", "CVE-2023-49083"], systemPackage: from(["CVE-2023-1"]) };
  const reasons = [says("fixed"), says("affected", "1-2")].map(
    (said) => judge({ ...two, statements: [said] }, DEFAULT_POLICY).reason,
  );
  expect(reasons).toEqual([
    "python3-x 1-1: DEBIAN-CVE-2023-49083 has CVE-2023-49083 fixed in 1-1; changelog names CVE-2023-1",
    "python3-x 1-1 of dpkg is affected by CVE-2023-49083: DEBIAN-CVE-2023-49083 (fixed in 1-2)",
  ]);
});

it.each([
  ["dpkg", undefined, "its changelog does not say so"],
  ["rpm", [], "neither its changelog nor the distribution's data says so"],
  ["apk", undefined, "packages of apk have no changelog"],
  ["apk", [], "the distribution's data does not say so"],
] as const)("says who was asked about a package of %s", (manager, statements, said) => {
  const { reason } = judge(
    { ...problem, systemPackage: { ...from([]), manager }, statements },
    DEFAULT_POLICY,
  );
  expect(reason?.split(": ")[1]).toBe(said);
});
