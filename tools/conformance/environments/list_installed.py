"""Makes the odd environments of `layouts.py` and three real ones, and prints what is installed in each, as others see it.

    python list_installed.py FOLDER [odd|real]

One JSON object a line on stdout: {"id", "folder", "by", "listed": [[name, version], …]}. FOLDER keeps the tools and the real environments.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import layouts

# Nothing but importlib.metadata in the environment's own interpreter, or, where it has none that runs here, behind `site`.
OWN = """
import importlib.metadata, json, os, site, sys
root, *sites = sys.argv[1:]
if sites:
    sys.path[:] = []
    for one in sites:
        site.addsitedir(one)
found = {}
for one in importlib.metadata.distributions():
    try:
        name, version, path = one.metadata["Name"], one.metadata["Version"], str(one._path)
    except Exception:
        continue
    if os.path.realpath(path).startswith(os.path.realpath(root) + os.sep):
        found.setdefault((name or "", version or "", os.path.relpath(path, root)), None)
print(json.dumps(list(found)))
"""

REAL = {
    "web": ("venv", "django fastapi uvicorn[standard] celery[redis] sqlalchemy[asyncio] alembic flask-sqlalchemy httpx[http2] pydantic-settings boto3 gunicorn pytest pytest-cov mypy black ruff sphinx jupyterlab tox pre-commit sentry-sdk mkdocs-material"),
    "data": ("uv", "pandas scikit-learn matplotlib seaborn dask[complete] streamlit jupyterlab xarray plotly sqlalchemy statsmodels pytest mlflow kedro nltk"),
    "cloud": ("virtualenv", "azure-identity azure-storage-blob google-cloud-storage google-cloud-bigquery google-cloud-pubsub kubernetes boto3-stubs[essential] prefect dagster-webserver litellm langchain-openai poetry pdm pipenv hatch"),
}  # fmt: skip


def main(root: pathlib.Path, kinds: list[str]) -> None:
    tools = prepare_tools(root / "tools")
    if "odd" in kinds:
        odd(tools, root / "odd")
    if "real" in kinds:
        real(tools, root / "real")


def prepare_tools(folder: pathlib.Path) -> pathlib.Path:
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q", "-U", "pip>=26,<27", "uv", "virtualenv<20.31", "setuptools"], check=True)
        (folder / "done").touch()
    return folder / "bin"


def odd(tools: pathlib.Path, root: pathlib.Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    (root / "wheels").mkdir(parents=True)
    maker = layouts.Maker(tools, root / "wheels")
    for layout in layouts.LAYOUTS:
        folder = root / layout.__name__
        folder.mkdir()
        layout(maker, folder)
        say(layout.__name__, folder, "importlib.metadata", own_listing(folder))


def own_listing(folder: pathlib.Path) -> list:
    python = folder / "bin/python"
    words = [python, "-I", "-c", OWN, folder]
    if not python.exists():
        words = [sys.executable, "-I", "-S", "-c", OWN, folder, *sites_in(folder)]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def sites_in(folder: pathlib.Path) -> list[pathlib.Path]:
    """As the interpreter of such a layout has them; the folder itself is what `--target` filled."""
    patterns = ("local/lib/*/dist-packages", "lib/*/site-packages", "lib/*/dist-packages", "Lib/site-packages")
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    return found or [folder]


def real(tools: pathlib.Path, root: pathlib.Path) -> None:
    for name, (kind, wanted) in REAL.items():
        folder = root / name
        python = folder / "bin/python"
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
            make = {"venv": [sys.executable, "-m", "venv"], "uv": [tools / "uv", "venv", "-q", "--python", sys.executable], "virtualenv": [tools / "virtualenv", "-q"]}
            install = [python, "-m", "pip", "install", "-q"] if kind == "venv" else [tools / "uv", "pip", "install", "-q", "--python", python]
            for words in ([*make[kind], folder], [*install, "--only-binary", ":all:", *wanted.split()]):
                subprocess.run(words, check=True, env=environment, stdout=sys.stderr)
            (folder / "done").touch()
        say(name, folder, "importlib.metadata", own_listing(folder))
        say(name, folder, "pip list", listing([tools / "python", "-m", "pip", "--python", python, "list", "--format", "json"]))
        say(name, folder, "uv pip list", listing([tools / "uv", "pip", "list", "--format", "json", "--python", python]))


def listing(words: list) -> list:
    answer = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return [[one["name"], one["version"], None] for one in answer]


def say(name: str, folder: pathlib.Path, by: str, listed: list) -> None:
    print(json.dumps({"id": name, "folder": str(folder), "by": by, "listed": listed}), flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:] or ["odd", "real"])
