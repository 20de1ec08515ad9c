import fc from "fast-check";
import type {
  Report,
  ReportDependency,
  ReportFinding,
  ReportGap,
  ReportProject,
  Scope,
  SeverityLevel,
  VerdictStatus,
} from "../../packages/pyward/src/model/index.ts";
import { normalizeName, pypiPurl } from "../../packages/pyward/src/python/index.ts";
import { exampleReport } from "./example-reports.ts";

/** Reports of every shape that an audit can give, the same ones every time. */
export function generatedReports(count: number): readonly Report[] {
  return fc.sample(report, { seed: 20_261_124, numRuns: count });
}

const base = exampleReport("judged");
const [template] = base.findings;
if (template === undefined) throw new Error("the example has no finding");

const name = fc.constantFrom("django", "requests", "pyyaml", "pip", "numpy", "zope-interface", "a", "my-app");
const version = fc.constantFrom("1.0", "2.2.0", "1!2.0", "1.0+local.1", "2024.1", "1.0rc1", "odd version ✓");
const digest = (digits: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: digits, maxLength: digits });
const hash = fc.oneof(
  digest(64).map((hex) => `sha256:${hex}`),
  digest(32).map((hex) => `md5:${hex}`),
  digest(128).map((hex) => `sha512:${hex}`),
  digest(64).map((hex) => `blake2b_256:${hex}`),
  digest(12).map((hex) => `unknown:${hex}`),
);
const scope: fc.Arbitrary<Scope> = fc.constantFrom("main", "build", "tooling", "extra:socks", "group:dev");
const supply: fc.Arbitrary<ReportDependency["source"]> = fc.constantFrom(
  { type: "registry", url: null },
  { type: "registry", url: "https://index.example/simple" },
  { type: "git", url: "https://git.example/acme/acme.git#0106aced5faa299e6ede89d1230bd6784f2c3660" },
  { type: "git", url: "ssh://git.example/org/other.git" },
  { type: "url", url: "https://files.example/water-1.5-py3-none-any.whl" },
  { type: "path", url: "./vendor/copied-0.1.tar.gz" },
  { type: "path", url: "." },
  { type: "conda", url: null },
  { type: "unknown", url: null },
);

const dependency = fc.record({
  name,
  version: fc.option(version),
  source: supply,
  hashes: fc.uniqueArray(hash, { maxLength: 4 }),
  direct: fc.boolean(),
  scopes: fc.uniqueArray(scope, { minLength: 1, maxLength: 3 }),
  marker: fc.option(fc.constant('python_version < "3.12"')),
  basis: fc.constantFrom("installed", "locked", "declared", "resolved", "admitted"),
  manager: fc.option(fc.constantFrom("dpkg", "conda")),
  /** Places in the list, modulo its length. */
  needs: fc.array(fc.nat(20), { maxLength: 3 }),
  holder: fc.option(fc.nat(20), { freq: 6 }),
  isOwn: fc.boolean(),
});

type Drawn = typeof dependency extends fc.Arbitrary<infer T> ? T : never;

const flaw = fc.record({
  dependency: fc.nat(20),
  number: fc.nat(9_999),
  level: fc.constantFrom<SeverityLevel>("critical", "high", "medium", "low", "none", "unknown"),
  vector: fc.constantFrom(
    null,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    "AV:N/AC:L/Au:N/C:P/I:P/A:P",
  ),
  kind: fc.constantFrom(
    "vulnerability",
    "malware",
    "yanked",
    "archived",
    "deprecated",
    "quarantined",
    "end-of-life",
  ),
  status: fc.constantFrom<VerdictStatus>(
    "fail",
    "waived",
    "below-threshold",
    "baseline",
    "not-affected",
    "review",
  ),
  rule: fc.constantFrom("default", "ignore", "distro-changelog", "undecided"),
  reason: fc.option(fc.constantFrom("not called", "two\nlines", "<b>&")),
  fix: fc.option(version),
  disclosed: fc.constantFrom(null, "2020-01-02T03:04:05Z", "2019-12-31", "not a time"),
  description: fc.option(fc.constantFrom("One line.", "# Heading\n\n- item <b>\n::error::x")),
  url: fc.constantFrom(
    "https://osv.example/X",
    "https://osv.example/a b?c=ü#%",
    "ftp://x",
    "",
    "javascript:1",
  ),
  exploited: fc.boolean(),
});

const project = fc.record({
  root: fc.constantFrom(".", "services/api", ".venv", "bom.json", "image.tar", "a b"),
  kind: fc.constantFrom<ReportProject["kind"]>("project", "environment", "image", "sbom", "artifact"),
  dependencies: fc.array(dependency, { maxLength: 8 }),
  flaws: fc.array(flaw, { maxLength: 6 }),
  gaps: fc.array(fc.constantFrom<ReportGap["code"]>("unpinned", "unparsable-file", "own-code"), {
    maxLength: 2,
  }),
});

const report: fc.Arbitrary<Report> = fc
  .record({ projects: fc.array(project, { maxLength: 3 }), hasDatabase: fc.boolean() })
  .map(({ projects, hasDatabase }) => {
    const read = projects.map(projectOf);
    return {
      ...base,
      database: hasDatabase ? base.database : null,
      projects: read.map((one) => one.project),
      dependencies: read.flatMap(({ dependencies }) => dependencies),
      findings: hasDatabase ? read.flatMap(({ findings }) => findings) : [],
      upgrades: [],
      gaps: read.flatMap(({ gaps }) => gaps),
    };
  });

function projectOf(drawn: typeof project extends fc.Arbitrary<infer T> ? T : never, at: number) {
  const id = `p${at + 1}`;
  const { root, kind } = drawn;
  const dependencies = dependenciesOf(drawn.dependencies, id);
  return {
    project: { ...(base.projects[0] as ReportProject), id, root, kind },
    dependencies,
    findings: findingsOf(drawn.flaws, dependencies, id),
    gaps: [
      ...drawn.gaps.map((code) => gapOf(code, code === "unparsable-file" ? null : "my-app", id)),
      ...drawn.dependencies.flatMap((one) => (one.isOwn ? [gapOf("own-code", one.name, id)] : [])),
    ],
  };
}

function gapOf(code: ReportGap["code"], about: string | null, id: string): ReportGap {
  const origin = { path: "requirements.txt", line: 3, column: 1 };
  const fingerprint = `sha256:${code}`;
  const reason = "a reason";
  return { fingerprint, project: id, code, name: about, advisory: null, reason, origin, expected: false };
}

function dependenciesOf(drawn: readonly Drawn[], id: string): readonly ReportDependency[] {
  const counts = new Map<string, number>();
  const refs = drawn.map(({ name: called, version: said }) => {
    const plain = said === null ? `${id}:${called}` : `${id}:${called}@${said}`;
    const count = (counts.get(plain) ?? 0) + 1;
    counts.set(plain, count);
    return count === 1 ? plain : `${plain}#${count}`;
  });
  const refAt = (place: number): string => refs[place % refs.length] ?? "";
  return drawn.map(({ name: called, version: said, needs, holder, ...one }, at) => ({
    name: called,
    version: said,
    source: one.source,
    hashes: one.hashes,
    direct: one.direct,
    scopes: one.scopes,
    marker: one.marker,
    basis: one.basis,
    manager: one.manager,
    ref: refs[at] ?? "",
    project: id,
    purl: pypiPurl(normalizeName(called), said),
    pin: said === null ? "unpinned" : "exact",
    embeddedIn: holder === null ? null : refAt(holder),
    dependsOn: [...new Set(needs.map(refAt))],
    origins: [{ path: "uv.lock", line: at + 1, column: 1, layer: null }],
    paths: [[called]],
    pathsTotal: 1,
  }));
}

function findingsOf(
  drawn: readonly (typeof flaw extends fc.Arbitrary<infer T> ? T : never)[],
  dependencies: readonly ReportDependency[],
  id: string,
): readonly ReportFinding[] {
  return drawn.flatMap((one): ReportFinding[] => {
    const flawed = dependencies[one.dependency % Math.max(1, dependencies.length)];
    if (flawed === undefined || template === undefined) return [];
    const { level, vector, number, status, rule, reason, kind, disclosed, description, url } = one;
    return [
      {
        ...template,
        id: `PYSEC-2020-${number}`,
        aliases: [`CVE-2020-${number}`, `GHSA-aaaa-bbbb-${number}`],
        fingerprint: `sha256:${id}-${number}`,
        project: id,
        dependency: flawed.ref,
        package: flawed.name,
        version: flawed.version ?? "",
        severity: { level, vector, score: vector === null ? null : 7.5, source: "PYSEC-2020-1 CVSS:3.1" },
        fix: one.fix === null ? null : { version: one.fix, basis: "advisory" },
        exploited: one.exploited ? { since: "2022-03-25" } : null,
        verdict: { status, rule, reason },
        ...{ kind, disclosed, description, url },
      },
    ];
  });
}
