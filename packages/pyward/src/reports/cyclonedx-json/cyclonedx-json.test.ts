import { expect, test } from "vitest";
import { jsonBreaches } from "../../../../../test/laws/cyclonedx-schemas.ts";
import { EXAMPLES, exampleReport } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import type { Report } from "../../model/index.ts";
import { CYCLONEDX_VERSIONS } from "../shared/cyclonedx/versions.ts";
import { cyclonedxJson } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

test.each(CYCLONEDX_VERSIONS)("version %s of every example and of 200 reports is valid", (version) => {
  const reports = [...EXAMPLES.map(exampleReport), ...generatedReports(200)];
  for (const report of reports)
    expect(jsonBreaches(version, cyclonedxJson.render(report, { ...VIEW, version }))).toEqual([]);
});

test("the schema says no to what is no CycloneDX", () => {
  const text = cyclonedxJson.render(exampleReport("judged"), VIEW);
  expect(jsonBreaches("1.6", text.replace('"library"', '"book"'))).toEqual([
    "/components/0/type must be equal to one of the allowed values",
  ]);
});

interface Component {
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly scope: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly externalReferences?: readonly { readonly type: string; readonly hashes?: readonly unknown[] }[];
  readonly components?: readonly Component[];
}

interface Document {
  readonly serialNumber: string;
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
  readonly compositions: readonly { readonly aggregate: string }[];
  readonly vulnerabilities?: readonly {
    readonly id: string;
    readonly ratings: readonly { readonly method?: string; readonly score?: number }[];
    readonly recommendation: string;
    readonly analysis?: {
      readonly state: string;
      readonly response?: readonly string[];
      readonly detail?: string;
    };
    readonly affects: readonly { readonly ref: string }[];
  }[];
}

function read(report: Report, version = "1.6"): Document {
  return JSON.parse(cyclonedxJson.render(report, { ...VIEW, version }));
}

const webshop = exampleReport("webshop");
const [template] = webshop.dependencies;
if (template === undefined) throw new Error("the example has dependencies");
const one = (changes: Partial<Report["dependencies"][number]>) =>
  read({ ...webshop, findings: [], dependencies: [{ ...template, ...changes }] }).components[0];
const sha256 = (digit: string): string => `sha256:${digit.repeat(64)}`;

test.each([
  [{ type: "registry", url: "https://index.example/simple" }, "pkg:pypi/cryptography@2.8"],
  [
    { type: "git", url: `https://git.example/a/b.git#${"a".repeat(40)}` },
    `pkg:pypi/cryptography@2.8?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fa%2Fb.git%40${"a".repeat(40)}`,
  ],
  [
    { type: "url", url: "https://files.example/a-2.8.tar.gz" },
    "pkg:pypi/cryptography@2.8?download_url=https:%2F%2Ffiles.example%2Fa-2.8.tar.gz",
  ],
  [{ type: "path", url: "./vendor/a-2.8.tar.gz" }, "pkg:pypi/cryptography@2.8"],
] as const)("from %j: %s", (source, purl) => {
  expect(one({ source })?.purl).toBe(purl);
});

test("the hash of one file is the component's; of several files none is", () => {
  expect(one({ hashes: [sha256("a")] })?.hashes).toEqual([{ alg: "SHA-256", content: "a".repeat(64) }]);
  const several = one({ hashes: [sha256("a"), sha256("b")] });
  expect(several?.hashes).toBeUndefined();
  expect(several?.externalReferences?.[0]).toMatchObject({ type: "distribution", hashes: [{}, {}] });
});

test.each([
  [["main", "group:dev"], "required"],
  [["extra:a", "group:dev"], "optional"],
  [["group:dev"], "excluded"],
  [["build"], "excluded"],
] as const)("scopes %j: %s", (scopes, scope) => {
  expect(one({ scopes })?.scope).toBe(scope);
});

test("own code has no package URL, and a copy lies in what holds it", () => {
  const own = { ...template, ref: "p1:own", name: "own", source: { type: "path", url: "." } } as const;
  const copy = { ...template, ref: "p1:copy@1", name: "copy", embeddedIn: template.ref };
  const gap = { fingerprint: "", project: "p1", code: "own-code", name: "own", advisory: null } as const;
  const { components } = read({
    ...webshop,
    findings: [],
    dependencies: [template, copy, own],
    gaps: [{ ...gap, reason: "", origin: null, expected: true }],
  });
  expect(components.map(({ name, purl }) => [name, purl !== undefined])).toEqual([
    ["cryptography", true],
    ["own", false],
  ]);
  expect(components[0]?.components?.map(({ name }) => name)).toEqual(["copy"]);
});

test("two projects with the same release are two components, each asked for by its own", () => {
  const [project] = webshop.projects;
  if (project === undefined) throw new Error("the example has a project");
  const other = { ...template, ref: "p2:cryptography@2.8", project: "p2" };
  const { components, dependencies } = read({
    ...webshop,
    findings: [],
    projects: [project, { ...project, id: "p2", root: "services/api" }],
    dependencies: [template, other],
  });
  expect(components.map(({ name }) => name)).toEqual([
    "project",
    "services/api",
    "cryptography",
    "cryptography",
  ]);
  expect(dependencies).toEqual([
    { ref: "project:p1", dependsOn: [template.ref] },
    { ref: "project:p2", dependsOn: [other.ref] },
  ]);
});

test("a vulnerability for each finding, with the words of VEX", () => {
  const judged = exampleReport("judged");
  const { vulnerabilities = [] } = read(judged);
  expect(vulnerabilities.map(({ id }) => id)).toEqual(judged.findings.map(({ id }) => id));
  for (const [at, { verdict, dependency }] of judged.findings.entries()) {
    expect(vulnerabilities[at]?.affects).toMatchObject([{ ref: dependency }]);
    const states = {
      waived: "exploitable",
      review: "in_triage",
      baseline: "in_triage",
      "not-affected": "not_affected",
    } as const;
    const state = Object.entries(states).find(([status]) => status === verdict.status)?.[1];
    expect(vulnerabilities[at]?.analysis?.state).toBe(state);
    if (verdict.status === "waived")
      expect(vulnerabilities[at]?.analysis).toMatchObject({
        response: ["will_not_fix"],
        detail: verdict.reason,
      });
  }
  expect(read(webshop).vulnerabilities?.[0]?.ratings[0]).toMatchObject({ method: "CVSSv31", score: 5.3 });
  expect(read(webshop).vulnerabilities?.[0]?.recommendation).toMatch(/^Upgrade cryptography to \d/);
});

test("CVSS 4 has its name from version 1.5 on", () => {
  const [finding] = webshop.findings;
  if (finding === undefined) throw new Error("the example has a finding");
  const vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
  const report = { ...webshop, findings: [{ ...finding, severity: { ...finding.severity, vector } }] };
  const methods = ["1.4", "1.5"].map(
    (version) => read(report, version).vulnerabilities?.[0]?.ratings[0]?.method,
  );
  expect(methods).toEqual(["other", "CVSSv4"]);
});

test("without advisories there is no list of vulnerabilities; a gap makes the list incomplete", () => {
  expect(read(exampleReport("no-database")).vulnerabilities).toBeUndefined();
  expect(read(exampleReport("clean")).vulnerabilities).toEqual([]);
  expect(read(exampleReport("incomplete")).compositions.map(({ aggregate }) => aggregate)).toEqual([
    "incomplete",
  ]);
});

test("the serial number is made of what is listed", () => {
  const { serialNumber } = read(webshop);
  expect(serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(read(structuredClone(webshop)).serialNumber).toBe(serialNumber);
  expect(read({ ...webshop, generatedAt: "2027-01-01T00:00:00Z" }).serialNumber).not.toBe(serialNumber);
});
