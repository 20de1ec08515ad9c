import type { Claim } from "./claim.ts";

/** What is read and matched, held against the reference implementations and the real tools. */
export const CONFORMANCE_CLAIMS: readonly Claim[] = [
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
    id: "registries",
    claim:
      "images: the same packages and digests from distribution's registry (open, password, tokens, TLS) and from the sockets of Podman and Docker (where dockerd is there) as from files",
    needs: ["registry"],
    isSlow: true,
    commands: ["node tools/conformance/registry/compare.ts"],
    figure: /(\d+ ways to an image, 0 differences)/,
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
    id: "sboms",
    claim:
      "SBOMs of an environment by cyclonedx-py (every version, JSON and XML), SPDX's own tools and sbom4python are read as the formats' libraries read them",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/sboms",
      "{kept}/sboms/bin/pip install -q cyclonedx-bom spdx-tools spdx-python-model sbom4python",
      "node tools/conformance/sboms/compare.ts {kept}/sboms/bin/python {kept}/sboms",
    ],
    figure: /(\d+ SBOMs,[^\n]*: 0 differences)/,
  },
  {
    id: "conda",
    claim: "generated locks of pixi and conda-lock are read as rattler and conda-lock read them",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/conda",
      "{kept}/conda/bin/pip install -q py-rattler conda-lock",
      "node tools/conformance/conda/compare.ts {kept}/conda/bin/python 1 40",
    ],
    figure: /(\d+ locks, \d+ packages, 0 differences)/,
  },
  {
    id: "distro",
    claim: "what dpkg owns is told as dpkg -S and dpkg --verify tell it (on a system of dpkg)",
    needs: [],
    isSlow: false,
    commands: ["node tools/conformance/distro/compare.ts"],
    figure: /(\d+ distributions, \d+ of dpkg, 0 differ)/,
  },
  {
    id: "stale-locks",
    claim: "a lock is stale where uv, Poetry, PDM and Pipenv themselves say so",
    needs: ["peers"],
    isSlow: true,
    commands: ["node tools/conformance/stale-locks/compare.ts {peers}"],
    figure: /(\d+ comparisons, 0 unexplained differences)/,
  },
  {
    id: "serve",
    claim:
      "pip-audit, uv audit, pysentry and osv-scanner find at pyward db serve what they find at a reference service of the same records, but for differences that the records explain (exit 1 where one has no cause)",
    needs: ["peers", "advisories"],
    isSlow: true,
    commands: ["node tools/conformance/serve/compare.ts --peers {peers} --python {python}"],
    figure: /(\d+ runs compared: \d+ differences explained, 0 unexplained)/,
  },
  {
    id: "serve-hostile",
    claim:
      "pyward db serve: slow and greedy clients are bounded, 2,000 hostile requests of a seed give no 500, a replaced database drops no request, SIGTERM ends it within 2 s",
    needs: [],
    isSlow: true,
    commands: ["vitest run test/hostile/serve packages/pyward/src/host/node/listen.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "mentions",
    claim:
      "real tox.ini, .pre-commit-config.yaml, Dockerfiles and notebooks ask for what tox, PyYAML, and pip behind bashlex read in them (names and specifiers; lines and variables are not compared)",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/mentions-tools",
      "{kept}/mentions-tools/bin/python -m pip install --quiet --upgrade pip tox tox-uv pyyaml packaging bashlex dockerfile-parse",
      "{kept}/mentions-tools/bin/python tools/conformance/mentions/fetch.py {kept}/mentions 2 pytest tox pluggy attrs virtualenv coverage flask click jinja2 django-extensions celery kombu twisted pyopenssl sphinx setuptools twine flake8 pylint isort structlog arrow django-filter scrapy waitress psutil tqdm molecule python-novaclient networkx black feast keyring leafmap",
      "node tools/conformance/mentions/compare.ts {kept}/mentions-tools/bin/python {kept}/mentions",
    ],
    figure:
      /(tox\.ini: \d+ files,[^\n]*: 0 differences[^]*config\.yaml: \d+ files,[^\n]*: 0 differences[^]*Dockerfile: \d+ files,[^\n]*: 0 differences[^]*notebook: \d+ files,[^\n]*: 0 differences)/,
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
    claim:
      "commits are read as git reads them, in 13 ways of storing a history: every path, every byte, and where two histories went their ways",
    needs: [],
    isSlow: true,
    commands: ["node tools/conformance/git-trees/compare.ts"],
    figure: /^(0 differences)$/m,
  },
  {
    id: "private",
    claim:
      "no command and no option contacts anybody unless it says so, and what is internal or from elsewhere than the default index is told to no service",
    needs: [],
    isSlow: false,
    commands: [
      "npx vitest run --maxWorkers=1 test/privacy.test.ts packages/pyward/src/consult-feed.test.ts packages/pyward/src/inventory/privacy.test.ts packages/pyward/src/cli/pip-audit/service.test.ts",
    ],
    figure: /Tests\s+(\d+ passed \(\d+\))/,
  },
];
