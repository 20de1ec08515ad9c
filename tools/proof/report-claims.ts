/** What is claimed of reports: `claims.ts` says what each field means. */
export const REPORT_CLAIMS = [
  {
    id: "schemas",
    claim:
      "every example and 200 generated reports are valid by the official schemas of CycloneDX 1.4 to 1.7 (JSON and XML) and SARIF, and by what OpenVEX and GitLab ask for",
    needs: [],
    isSlow: false,
    commands: [
      "vitest run packages/pyward/src/reports/cyclonedx-json packages/pyward/src/reports/cyclonedx-xml packages/pyward/src/reports/sarif packages/pyward/src/reports/openvex packages/pyward/src/reports/gitlab tools/gen/report-schema.test.ts -t valid|asks|specification",
    ],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "report-schemas",
    claim:
      "the same reports are valid by cyclonedx-python-lib, spdx-tools, spdx-python-model, junitparser and, where there is Go, go-vex",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/report-schemas",
      "{kept}/report-schemas/bin/pip install -q cyclonedx-python-lib[validation] spdx-tools spdx-python-model junitparser",
      "node tools/conformance/report-schemas/compare.ts {kept}/report-schemas/bin/python",
    ],
    figure: /(invalid: 0 of \d+)/,
  },
  {
    id: "injection",
    claim: "forty hostile texts in every place of a report, through every format: none of them lives",
    needs: [],
    isSlow: false,
    commands: ["vitest run test/laws/injection.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "page",
    claim:
      "the HTML report in Chromium: axe finds nothing in light, dark and narrow; hostile texts run nothing and request nothing; keyboard, policy, no JavaScript",
    needs: ["chromium"],
    isSlow: true,
    commands: ["vitest run test/page packages/web packages/pyward/src/reports/html"],
    figure: /Tests\s+(\d+ passed)(?! \|)/,
  },
  {
    id: "page-speed",
    claim: "the HTML report with 10,000 findings opens in under 2 s and filters in under 100 ms",
    needs: ["chromium"],
    isSlow: true,
    commands: ["node bench/page.ts"],
    figure: /bars\n([^]*)$/,
  },
  {
    id: "round-trip",
    claim:
      "pyward reads its own SBOMs back: the same releases, copies and edges of every lock and requirements file, in every format and version",
    needs: [],
    isSlow: false,
    commands: ["vitest run test/laws/round-trip.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
] as const;
