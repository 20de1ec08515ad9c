/** A project as people ask for it, and where our answer is another than uv's. */
export interface AskedProject {
  readonly name: string;
  readonly ask: readonly string[];
  /** By package: why its pin differs, or stands on one side only. */
  readonly differs?: Readonly<Record<string, string>>;
}

/** What was uploaded then or later counts for neither. */
export const BEFORE = "2026-06-01T00:00:00Z";

const OF_ODFPY = "odfpy has but an sdist of old metadata, which uv builds to see what it needs";

/** What comes with the s3fs that needs that aiobotocore. */
const OF_AIOBOTOCORE = Object.fromEntries(
  [
    ...["aiobotocore", "aiohappyeyeballs", "aiohttp", "aiosignal", "attrs", "frozenlist", "fsspec", "idna"],
    ...["multidict", "propcache", "s3fs", "typing-extensions", "yarl"],
  ].map((name) => [
    name,
    "aiobotocore 2.3.3 has but an sdist of old metadata: uv builds it, and finds that it needs another botocore",
  ]),
);

export const PROJECTS: readonly AskedProject[] = [
  { name: "flask", ask: ["flask"] },
  { name: "django", ask: ["django", "djangorestframework", "django-debug-toolbar"] },
  { name: "fastapi", ask: ["fastapi[all]"] },
  { name: "jupyterlab", ask: ["jupyterlab"] },
  { name: "airflow", ask: ["apache-airflow"] },
  { name: "superset", ask: ["apache-superset"], differs: { defusedxml: OF_ODFPY } },
  { name: "dbt", ask: ["dbt-core", "dbt-postgres"] },
  { name: "langchain", ask: ["langchain", "langchain-community", "langchain-openai"] },
  { name: "home-assistant", ask: ["homeassistant"] },
  { name: "pandas", ask: ["pandas[excel,parquet,plot]"], differs: { defusedxml: OF_ODFPY } },
  { name: "scikit-learn", ask: ["scikit-learn", "matplotlib"] },
  { name: "celery", ask: ["celery[redis]"] },
  { name: "sphinx", ask: ["sphinx", "sphinx-rtd-theme", "myst-parser"] },
  { name: "mkdocs", ask: ["mkdocs-material", "mkdocstrings[python]"] },
  { name: "poetry", ask: ["poetry"] },
  { name: "black", ask: ["black[d,jupyter]", "isort", "flake8"] },
  { name: "pytest", ask: ["pytest", "pytest-cov", "pytest-xdist", "tox"] },
  { name: "boto3", ask: ["boto3", "botocore<1.40", "s3fs"], differs: OF_AIOBOTOCORE },
  { name: "transformers", ask: ["transformers[torch]"] },
  { name: "streamlit", ask: ["streamlit"] },
  { name: "ansible", ask: ["ansible", "ansible-lint"] },
  { name: "scrapy", ask: ["scrapy"] },
  { name: "httpx", ask: ["httpx[http2,cli]"] },
  { name: "sqlalchemy", ask: ["sqlalchemy[asyncio,postgresql]", "alembic"] },
  { name: "notebook", ask: ["notebook<7", "ipywidgets"] },
];
