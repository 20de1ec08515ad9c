import type { Claim } from "./claim.ts";

const STRATEGIC = "varied-cli,varied-one,app-flask,app-sql";
const PLAIN = "client-requests,crypto,cli-click,config,templates,app-flask,app-fastapi,web-flask";
const PINNED = "app-cli,app-flask,app-jwt";

/** Who makes the locks, how many changes of each, and of which projects; without a list, of all. `pdm:S`: with a strategy of that name. */
const MAKERS = [
  "uv 8",
  `uv+pins 5 ${PINNED},cli-prompt,client-boto,web-django`,
  `poetry 5 ${PLAIN},client-boto,web-starlette,varied-web,varied-cli,varied-data,varied-one`,
  "poetry+pins 5 app-flask",
  "pdm 5 client-boto,client-requests,client-selenium,web-flask,web-fastapi,web-tornado,varied-web,varied-cli,varied-data,varied-one,varied-docs",
  `pdm+pins 5 ${PINNED}`,
  ...["static_urls", "no_cross_platform", "direct_minimal_versions", "no_inherit_metadata"].map(
    (strategy) => `pdm:${strategy} 4 ${STRATEGIC}`,
  ),
  `pipenv+pins 3 ${PINNED},varied-cli,varied-data,varied-docs,varied-one`,
  ...["uv-export", "uv-compile", "uv-universal"].map(
    (tool) => `${tool} 6 ${PLAIN},app-django,app-sql,app-test,app-cli,varied-web,varied-cli,varied-one`,
  ),
  "pip-lock 5 app-flask,app-sql,app-cli,client-requests,crypto,config,templates",
  "pdm-pylock 5 app-flask,app-fastapi,app-sql,client-requests,varied-web",
];

/** Locks of real tools, changed by them, and by pyward. */
const MADE = [
  ...MAKERS.map((maker) => `{python} tools/conformance/lock-edits/make.py {kept}/lock-edits ${maker}`),
  "node tools/conformance/lock-edits/compare.ts {kept}/lock-edits",
];

/** Of which the formats differ: without a revision, 1 and 2 with another name of a key, 2 and 3. */
const EARLIER = [
  "uv 0.4.30",
  "uv 0.5.31",
  "uv 0.6.10",
  "uv 0.6.17",
  "uv 0.7.22",
  "uv 0.8.24",
  "poetry 2.0.1",
  "poetry 2.1.4",
];

const EARLY = "app-flask,app-sql,app-cli,varied-cli,web-django,client-requests,crypto";

/** Whose sdists hold a lock. */
const PROJECTS = [
  "flask werkzeug pytest starlette posting copier mkdocs langchain dagster dagster-dbt ansible-compat",
  "ansible-lint molecule mcp openai anthropic isort pipenv pdm poetry pydantic",
].join(" ");

/** What a fix writes into locks. */
export const LOCK_CLAIMS: readonly Claim[] = [
  {
    id: "lock-edits",
    claim:
      "uv.lock, poetry.lock, pdm.lock, Pipfile.lock and pylock.toml for releases that are drawn: the bytes that their own tools write, or left to them",
    needs: ["peers", "pip", "package-index"],
    isSlow: true,
    commands: [...MADE],
    figure: /all: (\d{3,} the same byte for byte, \d+ left to the tool, 0 different)/,
  },
  {
    id: "accepted-locks",
    claim: "the same locks, by their tools' own checks",
    needs: ["peers", "pip", "package-index"],
    isSlow: true,
    commands: [...MADE, "{python} tools/conformance/lock-edits/accepted.py {kept}/lock-edits 60"],
    figure: /locks accepted: (\d+ by uv lock --check, .+; 0 refused)/,
  },
  {
    id: "earlier-lock-edits",
    claim: "the same of locks that earlier releases of uv and Poetry made, in each revision of their formats",
    needs: ["peers", "pip", "package-index"],
    isSlow: true,
    commands: [
      ...EARLIER.flatMap((release) => {
        const [tool = "", version = ""] = release.split(" ");
        const folder = `{kept}/${tool}-${version}`;
        return [
          `{python} -m venv ${folder}`,
          `${folder}/bin/python -m pip install --quiet ${tool}==${version}`,
          `{python} tools/conformance/lock-edits/make.py {kept}/earlier-lock-edits ${folder}/bin/${tool}=${tool} 5 ${EARLY}`,
        ];
      }),
      "node tools/conformance/lock-edits/compare.ts {kept}/earlier-lock-edits",
    ],
    figure: /all: (\d{2,} the same byte for byte, \d+ left to the tool, 0 different)/,
  },
  {
    id: "real-lock-edits",
    claim:
      "packages of locks in real sdists, their release written anew: the bytes that stand there, or left to the tool; or the index has other files of it by now, which is counted",
    needs: ["pip", "package-index"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/edits-tools",
      "{kept}/edits-tools/bin/python -m pip install --quiet --upgrade pip packaging poetry-core",
      `{kept}/edits-tools/bin/python tools/conformance/lock-edits/fetch_locks.py {kept}/real-locks 3 ${PROJECTS}`,
      "node tools/conformance/lock-edits/real.ts {kept}/real-locks",
    ],
    figure: /(\d+ real locks: \d{2,} packages the same byte for byte, \d+ left to the tool, 0 different)/,
  },
];
