import { exportName } from "../gen/shelves.ts";

/** Path below the shelf → text. It writes one line a finding. */
export function reportFiles(id: string): Record<string, string> {
  const name = exportName(id);
  return {
    [`${id}/meta.ts`]: `import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = { id: "${id}", title: "${id}", mediaType: "text/plain" };
`,
    [`${id}/index.ts`]: `import type { Report } from "../../model/index.ts";
import { neutralise } from "../shared/neutralise.ts";
import type { Reporter } from "../shared/reporter.ts";
import { meta } from "./meta.ts";

/** One line for each finding. It shows what the report says, and decides nothing. */
export const ${name}: Reporter = { meta, render };

function render(report: Report): string {
  const lines = report.findings.map((finding) => neutralise(\`\${finding.dependency} \${finding.id} \${finding.verdict.status}\`));
  return \`\${[report.status, ...lines].join("\\n")}\\n\`;
}
`,
    [`${id}/${id}.test.ts`]: `import { expect, test } from "vitest";
import { REPORT_SCHEMA, type Report } from "../../model/index.ts";
import { ${name} } from "./index.ts";

const CLEAN: Report = {
  schema: REPORT_SCHEMA,
  tool: { name: "pyward", version: "0.0.0" },
  generatedAt: "2026-01-01T00:00:00Z",
  asOf: null,
    asOfBy: null,
  status: "pass",
  exitCode: 0,
  policy: { failOn: null, unknownSeverity: "fail", maxDbAge: 180, files: [] },
  database: null,
  environment: { targets: [] },
  coverage: { asked: 0, audited: 0, gaps: 0 },
  projects: [],
  dependencies: [],
  findings: [],
  upgrades: [],
  gaps: [],
  comparison: null,
  notes: [],
};

test("a clean report says so and ends in a newline", () => {
  expect(${name}.render(CLEAN, { width: 80, color: false, verbose: false })).toBe("pass\\n");
});
`,
    [`${id}/README.md`]: `# ${id}

Who reads this format, which specification it follows, and what of the report it shows. This text becomes its part of docs/formats.md.
`,
  };
}
