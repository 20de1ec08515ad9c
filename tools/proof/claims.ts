/** What a claim needs besides the clone: else it is skipped, and said so. */
type Need = "advisories" | "packaging" | "pip" | "peers" | "chromium";

/** A claim of the README or of an issue's table, and the command that shows it. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly needs: readonly Need[];
  /** Longer than some ten seconds: `npm run proof -- --quick` leaves it out. */
  readonly isSlow: boolean;
  /**
   * One command after the other, words by blanks; `> NAME` keeps the output as a file. `{python}`, `{advisories}` (the OSV zip), `{records}`
   * (the zip unpacked), `{peers}`, `{tmp}` and `{kept}` (a folder that stays, if KEPT names one) are filled in. The last one's output is judged.
   */
  readonly commands: readonly string[];
  /** The figure in the output: its first group. Where it does not match, the claim does not hold. */
  readonly figure: RegExp;
  /** The exit code of the last command; 0 unless said otherwise. */
  readonly exit?: number;
}

const PYWARD = "node packages/pyward/bin/pyward.js";

export const CLAIMS: readonly Claim[] = [
  {
    id: "webshop",
    claim:
      "examples/webshop has 43 known vulnerabilities by the embedded data; the audit ends with exit code 1",
    needs: [],
    isSlow: false,
    commands: [`${PYWARD} audit examples/webshop`],
    figure: /(43 known vulnerabilities in 4 packages)/,
    exit: 1,
  },
  {
    id: "webshop-2023",
    claim: "the project as it was fixed in 2023 has 53",
    needs: [],
    isSlow: false,
    commands: [`${PYWARD} audit examples/webshop-2023`],
    figure: /(53 known vulnerabilities in 3 packages)/,
    exit: 1,
  },
  {
    id: "embedded",
    claim: "the embedded database holds 7,080 advisories and is whole",
    needs: [],
    isSlow: false,
    commands: [`${PYWARD} db status`],
    figure: /(7080 advisories about \d+ packages)[^]*embedded: whole/,
  },
  {
    id: "facts-only",
    claim: "the embedded snapshot holds no sentence of an advisory",
    needs: [],
    isSlow: false,
    commands: ["vitest run tools/build-snapshot packages/pyward/src/advisory-index -t sentence"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "boundaries",
    claim: "the layers hold, nothing starts a program, and a planted breach of every rule is caught",
    needs: [],
    isSlow: false,
    commands: ["vitest run tools/check/boundaries.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "sample-python",
    claim: "a committed sample of packaging's answers is pyward's too",
    needs: [],
    isSlow: false,
    commands: ["vitest run tools/conformance/python-packaging"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "sample-matching",
    claim: "a committed sample of the independent matching is pyward's too",
    needs: [],
    isSlow: false,
    commands: ["vitest run tools/conformance/matching"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "python",
    claim: "versions, specifiers, filters, requirements and markers are packaging's: 0 disagreements",
    needs: ["packaging", "advisories"],
    isSlow: true,
    commands: [
      "{python} tools/conformance/python-packaging/generate.py --advisories {advisories} > {tmp}/packaging.jsonl",
      "node tools/conformance/python-packaging/compare.ts {tmp}/packaging.jsonl",
    ],
    figure: /^([^]*)$/,
  },
  {
    id: "matching",
    claim:
      "every advisory × every version that its package's records name, and traps around each bound: 0 missed, 0 extra",
    needs: ["packaging", "advisories"],
    isSlow: true,
    commands: [
      "{python} tools/conformance/matching/reference.py {records} > {tmp}/answers.jsonl",
      "node tools/conformance/matching/compare.ts {records} {tmp}/answers.jsonl",
    ],
    figure: /(\d+ versions asked about, \d+ answers compared)[^]*missed: 0\nextra: 0\nwrong fixes: 0\n/,
  },
  {
    id: "weakness",
    claim: "pyward's own titles: 98 % of a sample of 200 judged right",
    needs: ["advisories"],
    isSlow: false,
    commands: ["node tools/conformance/weakness/measure.ts {records}"],
    figure: /(196 of 200[^\n]*)/,
  },
  {
    id: "requirements",
    claim: "requirements files are read as pip 26 reads them, but for the differences that are listed",
    needs: ["pip"],
    isSlow: true,
    commands: ["node tools/conformance/requirements/compare.ts {python}"],
    figure: /(\b0 unexplained[^\n]*|unexplained[^\n]*\b0\b[^\n]*)/,
  },
  {
    id: "environments",
    claim: "environments are read as importlib.metadata reads them, but for the differences that are listed",
    needs: [],
    isSlow: false,
    commands: ["node tools/conformance/environments/compare.ts {python}"],
    figure: /(\b0 unexplained[^\n]*|unexplained[^\n]*\b0\b[^\n]*)/,
  },
  {
    id: "environments-installed",
    claim:
      "25 odd environments and three real ones of some 200 packages: as importlib.metadata, pip list and uv pip list have them",
    needs: ["pip"],
    isSlow: true,
    commands: ["node tools/conformance/environments/installed.ts {python} {kept}/environments"],
    figure: /(28 environments, \d+ distributions, 0 differences)/,
  },
  {
    id: "locks",
    claim: "what the real tools write, read as they read it: packages, scopes and conditions of their locks",
    needs: ["pip"],
    isSlow: true,
    commands: ["node tools/conformance/locks/compare.ts {python} {kept}/locks"],
    figure: /(\d+ locks of \d+ projects[^\n]*\b0 differences)/,
  },
  {
    id: "images",
    claim:
      "images: the packages of six images, one with a deleted and a replaced one, as umoci and skopeo unpack them (Python's tarfile where these are missing)",
    needs: [],
    isSlow: false,
    commands: ["node tools/conformance/images/compare.ts {python}"],
    figure: /(\d+ packages, 0 differences[^\n]*)/,
  },
  {
    id: "images-memory",
    claim: "an image of 1 GB is read in one pass with under 200 MB of memory",
    needs: [],
    isSlow: true,
    commands: ["node tools/conformance/images/measure.ts"],
    figure: /(an image of[^\n]*)/,
  },
  {
    id: "artifacts",
    claim:
      "wheels, sdists, zipapps, shiv, pex and eggs are read as importlib.metadata and Python's finder read them",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} tools/conformance/artifacts/make_artifacts.py {kept}/artifacts",
      "node tools/conformance/artifacts/compare.ts {python} {kept}/artifacts",
    ],
    figure: /(\d+ artifacts,[^\n]*: 0 differences)/,
  },
  {
    id: "setup-py",
    claim:
      "the literal lists of real setup.py files give the names and scopes that CPython's parser has (versions, markers and the lines of gaps are not compared)",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} tools/conformance/setup-py/fetch.py {kept}/setup-py 9 requests flask celery django tornado sqlalchemy paramiko boto3 scrapy jinja2",
      "node tools/conformance/setup-py/compare.ts {python} {kept}/setup-py",
    ],
    figure: /(\d+ files,[^\n]*: 0 differences)/,
  },
  {
    id: "gitignore",
    claim: ".gitignore leaves out what it leaves out for git",
    needs: [],
    isSlow: false,
    commands: ["node tools/conformance/gitignore/compare.ts 1 800"],
    figure: /(\d+ trees,[^\n]*: 0 differences)/,
  },
  {
    id: "git-trees",
    claim: "commits are read as git reads them, in 13 ways of storing a history: every path and every byte",
    needs: [],
    isSlow: true,
    commands: ["node tools/conformance/git-trees/compare.ts"],
    figure: /^(0 differences)$/m,
  },
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
  {
    id: "peers",
    claim:
      "every difference to pip-audit, uv audit, osv-scanner and pysentry has a cause (exit 1 where one has none)",
    needs: ["peers", "advisories"],
    isSlow: true,
    commands: ["node tools/compare-peers/compare.ts --peers {peers} --python {python}"],
    figure: /(edge: [^\n]*)/,
  },
  {
    id: "speed",
    claim:
      "494 pins, offline, cold process: CPU in multiples of an empty Node process, peak memory, growth with the data",
    needs: [],
    isSlow: true,
    // The bars that do not hold yet are printed as BROKEN: then this claim does not hold.
    commands: ["node bench/run.ts"],
    figure: /bars\n([^]*)$/,
  },
  {
    id: "reading",
    claim:
      "a uv.lock of 5,000 packages with places beside smol-toml without; an environment of 500 distributions",
    needs: [],
    isSlow: true,
    commands: ["node bench/reading.ts"],
    figure: /bars\n([^]*)$/,
  },
  {
    id: "hostile",
    claim: "hostile input ends in a gap, in bounded time and memory; nothing of it runs",
    needs: [],
    isSlow: true,
    commands: ["vitest run test/hostile", "node test/hostile/measure.ts 3"],
    figure: /(27 of 27 cases within the bars)/,
  },
];
