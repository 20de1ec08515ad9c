import type { CI_NAMES } from "./ci-names.ts";

/** A place where an audit can be run from, and what it is known by. */
export interface CiPlace {
  readonly name: (typeof CI_NAMES)[number];
  /** Paths of a repository that uses it. */
  readonly marks: readonly string[];
  /** Path in the repository → template. */
  readonly files: Readonly<Record<string, string>>;
  /** What people have to do besides. */
  readonly next: readonly string[];
}

/** In the order of preference where a repository uses several; the first also where it uses none. */
const SERVERS: readonly CiPlace[] = [
  {
    name: "github",
    marks: [".github"],
    files: { ".github/workflows/pyward.yml": "github.yml" },
    next: ["the schedule begins when the workflow is on the default branch"],
  },
  {
    name: "gitlab",
    marks: [".gitlab-ci.yml", ".gitlab"],
    files: { ".gitlab/pyward.yml": "gitlab.yml", ".gitlab-ci.yml": "gitlab-root.yml" },
    next: [
      "make a pipeline schedule of the default branch with the cron that .gitlab/pyward.yml names",
      "set the variable PYWARD_TOKEN, with which it opens issues",
    ],
  },
  {
    name: "azure",
    marks: ["azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines"],
    files: { "azure-pipelines-pyward.yml": "azure.yml" },
    next: ["make a pipeline of azure-pipelines-pyward.yml; it opens no work items: a failed run is the news"],
  },
  {
    name: "circleci",
    marks: [".circleci"],
    files: { ".circleci/config.yml": "circleci.yml" },
    next: ["make a schedule trigger of the project; it opens no issues: a failed run is the news"],
  },
  {
    name: "jenkins",
    marks: ["Jenkinsfile"],
    files: { "Jenkinsfile.pyward": "jenkins.groovy" },
    next: ["make a multibranch pipeline of Jenkinsfile.pyward; it opens no issues: a failed run is the news"],
  },
  {
    name: "bitbucket",
    marks: ["bitbucket-pipelines.yml"],
    files: { "bitbucket-pipelines.yml": "bitbucket.yml" },
    next: ["make a schedule of the pipeline pyward-audit; it opens no issues: a failed run is the news"],
  },
];

const LOCALLY = [
  "this audits only where somebody starts it: --ci github, gitlab … has the audit on a schedule",
  "pyward db import reads newer advisories; those of this pyward grow older than 7 days",
];

/** What people run themselves: no schedule, so none of them is chosen unasked. */
const LOCAL: readonly CiPlace[] = (
  [
    { name: "pre-commit", mark: ".pre-commit-config.yaml", template: "pre-commit.yaml" },
    { name: "tox", mark: "tox.ini", template: "tox.ini" },
    { name: "nox", mark: "noxfile.py", template: "noxfile.py" },
    { name: "make", mark: "Makefile", template: "Makefile" },
  ] as const
).map(({ name, mark, template }) => ({
  name,
  marks: [mark],
  files: { [mark]: template },
  next: LOCALLY,
}));

/** The place that is asked for, else the first that is in use, else GitHub. */
export function placeFor(name: string | null, isThere: (path: string) => boolean): CiPlace {
  const all = [...SERVERS, ...LOCAL];
  const found =
    all.find((place) => place.name === name) ??
    SERVERS.find(({ marks }) => marks.some(isThere)) ??
    SERVERS[0];
  if (found === undefined) throw new Error("there is no server");
  return found;
}

/** Names of what else is in use here and could run an audit. */
export function othersIn(isThere: (path: string) => boolean, chosen: CiPlace): readonly string[] {
  return [...SERVERS, ...LOCAL].flatMap(({ name, marks }) =>
    name !== chosen.name && marks.some(isThere) ? [name] : [],
  );
}
