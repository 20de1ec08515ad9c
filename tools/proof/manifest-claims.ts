import type { Claim } from "./claim.ts";

const PROJECTS = [
  "poetry pdm hatch flask django celery kombu jupyterlab jupyterhub apache-airflow scrapy sentry-sdk",
  "pytest tox black flake8 pylint isort mypy sphinx twine keyring structlog arrow httpx fastapi",
  "starlette uvicorn pydantic sqlalchemy alembic ansible-core molecule networkx dask distributed pandas",
  "scikit-learn matplotlib dagster prefect mlflow kedro wagtail django-cms locust invoke paramiko",
  "python-novaclient dbt-core rich textual langchain pipx nox uv ruff marimo pipenv requests records",
  "pip-run ansible-lint jupyter-server ipython nbconvert xarray spacy transformers gradio mkdocs",
  "pre-commit hypothesis tqdm werkzeug aiohttp sanic awscli moto cfn-lint nova keystone glance cinder",
  "neutron heat ironic oslo-messaging python-openstackclient apache-superset",
].join(" ");

/** What a fix writes into manifests (docs/fix-edits.md). */
export const MANIFEST_CLAIMS: readonly Claim[] = [
  {
    id: "edits",
    claim:
      "over 500 real requirements files, constraints, pyproject.toml, setup.cfg, Pipfiles and scripts, each package moved alone and all at once: byte for byte only what was planned changes, and the version is read back",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/edits-tools",
      "{kept}/edits-tools/bin/python -m pip install --quiet --upgrade pip packaging poetry-core",
      `{kept}/edits-tools/bin/python tools/conformance/edits/fetch_manifests.py {kept}/edits 2 ${PROJECTS}`,
      "node tools/conformance/edits/compare.ts {kept}/edits {tmp}/edited",
    ],
    figure: /((?:[5-9]\d\d|\d{4,}) real files: 0 differences)/,
  },
  {
    id: "edits-read",
    claim:
      "pip, tomllib, packaging, poetry-core and configparser read what was edited: the same requirements, and the version is admitted",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/edits-tools",
      "{kept}/edits-tools/bin/python -m pip install --quiet --upgrade pip packaging poetry-core",
      `{kept}/edits-tools/bin/python tools/conformance/edits/fetch_manifests.py {kept}/edits 2 ${PROJECTS}`,
      "node tools/conformance/edits/compare.ts {kept}/edits {tmp}/edited",
      "{kept}/edits-tools/bin/python tools/conformance/edits/read_with_tools.py {kept}/edits {tmp}/edited 97.3",
    ],
    figure: /(the tools read \d{3,} edited files: 0 differences)/,
  },
  {
    id: "edits-compiled",
    claim:
      "what uv and pip-compile wrote with hashes, one package moved, is byte for byte what they write themselves, and pip takes it with --require-hashes",
    needs: ["pip"],
    isSlow: true,
    commands: [
      "{python} -m venv {kept}/compilers",
      "{kept}/compilers/bin/python -m pip install --quiet --upgrade pip uv pip-tools",
      "node tools/conformance/edits/compiled.ts {kept}/compilers/bin",
    ],
    figure: /(\d+ files of uv and pip-compile edited: \d+ as the tool itself writes them, 0 differences)/,
  },
  {
    id: "edits-killed",
    claim:
      "a run that is killed at any call of the system leaves every file whole, and the next run makes the set whole",
    needs: [],
    isSlow: true,
    commands: ["vitest run packages/pyward/src/host/node/file-set"],
    figure: /Tests\s+(\d+ passed)/,
  },
];
