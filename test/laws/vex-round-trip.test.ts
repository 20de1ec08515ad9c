import { expect, test } from "vitest";
import { readVex } from "../../packages/pyward/src/config/vex/read-vex.ts";
import type { ReportFinding } from "../../packages/pyward/src/model/index.ts";
import { cyclonedxJson } from "../../packages/pyward/src/reports/cyclonedx-json/index.ts";
import { openvex } from "../../packages/pyward/src/reports/openvex/index.ts";
import { exampleReport } from "./example-reports.ts";

const VIEW = { width: 80, color: false, verbose: false };
const WAIVER = { path: "pyward.toml", line: 1, owner: null, expires: null, untilFixed: false };

/** The example, each finding waived in turn as one of the kinds, the last one left to fail. */
function waivedReport() {
  const report = exampleReport("webshop");
  const kinds = ["accepted", "not-affected", "false-positive"] as const;
  const findings = report.findings.map((finding, at): ReportFinding => {
    const kind = kinds[at % 4];
    if (kind === undefined || finding.version === null)
      return { ...finding, verdict: { status: "fail", rule: "default", reason: null } };
    const reason = kind === "not-affected" ? "vulnerable_code_not_present: cut out" : `because ${at}`;
    return { ...finding, verdict: { status: "waived", rule: "waiver", reason, waiver: { kind, ...WAIVER } } };
  });
  return { ...report, findings };
}

test.each([
  ["openvex", openvex],
  ["cyclonedx-json", cyclonedxJson],
] as const)(
  "what pyward writes as %s waives, read back, what was waived and nothing else",
  (id, reporter) => {
    const report = waivedReport();
    const { waivers, problems } = readVex(reporter.render(report, VIEW), "vex.json");
    expect(problems).toEqual([]);
    const kinds = new Set<string>();
    for (const { id: name, package: brick, version, verdict } of report.findings) {
      const said = waivers.find(
        (one) => one.id === name.toUpperCase() && one.package === brick && one.version === `===${version}`,
      );
      // OpenVEX has no word for a false positive: it stays to be looked at.
      const kind =
        verdict.waiver?.kind === "false-positive" && id === "openvex" ? undefined : verdict.waiver?.kind;
      expect(said?.kind).toBe(kind);
      if (kind !== undefined) {
        kinds.add(kind);
        expect(said?.reason).toContain(verdict.reason);
      }
    }
    expect(kinds.size).toBe(id === "openvex" ? 2 : 3);
  },
);
