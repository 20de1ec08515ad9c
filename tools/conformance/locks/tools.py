"""The tools that write locks, each with its release, in a virtual environment of its own."""

import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    id: str
    requirements: tuple[str, ...]
    """The newest Python that this release runs on: looked for as `pythonX.Y`."""
    python: str
    """Arguments that make a lock, by the variant's name; `{python}` is the environment's interpreter."""
    variants: dict[str, str]
    """The source of pyward that reads what each variant writes, and the file."""
    writes: str
    file: str


def pdm(version: str, python: str, more: tuple[str, ...] = (), **variants: str) -> Tool:
    return Tool(f"pdm-{version.rpartition('.')[0]}", (f"pdm=={version}", *more), python, {"lock": "pdm lock", **variants}, "pdm-lock", "pdm.lock")


def poetry(version: str, python: str, *more: str) -> Tool:
    return Tool(f"poetry-{version.rpartition('.')[0]}", (f"poetry=={version}", *more), python, {"lock": "poetry lock -n"}, "poetry-lock", "poetry.lock")


def uv(version: str) -> Tool:
    return Tool(f"uv-{version.rpartition('.')[0]}", (f"uv=={version}",), "3.11", {"lock": "uv lock"}, "uv-lock", "uv.lock")


TOOLS = (
    uv("0.13.9"),
    uv("0.6.17"),
    uv("0.4.30"),
    poetry("2.5.1", "3.11"),
    poetry("2.0.1", "3.11"),
    poetry("1.8.5", "3.11"),
    poetry("1.5.1", "3.10"),
    poetry("1.1.15", "3.9", "packaging==20.9", "setuptools<60"),
    pdm(
        "2.29.3",
        "3.11",
        ("pdm[locked]",),
        flat="pdm lock -S no_inherit_metadata",
        platform="pdm lock -S no_cross_platform -S direct_minimal_versions",
        targets="pdm lock --platform windows --python >=3.11",
    ),
    pdm("2.8.2", "3.10"),
    pdm("2.4.9", "3.10"),
    pdm("1.15.4", "3.9", ("pip<22", "packaging<22")),
    Tool("pipenv-2026", ("pipenv==2026.10.3",), "3.11", {"lock": "pipenv lock"}, "pipfile-lock", "Pipfile.lock"),
    Tool("pipenv-2022", ("pipenv==2022.12.19", "setuptools<70"), "3.10", {"lock": "pipenv lock"}, "pipfile-lock", "Pipfile.lock"),
    Tool(
        "pip-tools",
        ("pip-tools==7.6.2", "pip==26.1"),
        "3.11",
        {
            "compile": "pip-compile -q --no-header requirements.in",
            "hashes": "pip-compile -q --generate-hashes --annotation-style line --strip-extras requirements.in",
        },
        "requirements-txt",
        "requirements.txt",
    ),
    Tool("pip", ("pip==26.3", "packaging==26.3"), "3.11", {"lock": "python -m pip lock -q -r requirements.in"}, "pylock-toml", "pylock.toml"),
)


def install(tool: Tool, root: pathlib.Path) -> pathlib.Path | None:
    """The folder of its programs. None: its Python is not here, or it could not be installed; said on stderr by the caller."""
    folder = root / tool.id
    if (folder / "done").exists():
        return folder / "bin"
    python = shutil.which(f"python{tool.python}")
    # A shim may be there for a Python that is not.
    if python is None or subprocess.run([python, "--version"], capture_output=True).returncode != 0:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    for command in ([python, "-m", "venv", folder], [folder / "bin/python", "-m", "pip", "install", "-q", *tool.requirements]):
        if subprocess.run(command, capture_output=True).returncode != 0:
            return None
    (folder / "done").touch()
    return folder / "bin"


def environment(bin: pathlib.Path, root: pathlib.Path) -> dict[str, str]:
    """Caches in the folder, nothing interactive, no other Pythons than those that are here."""
    caches = {name: str(root / "cache" / name) for name in ("POETRY_CACHE_DIR", "PDM_CACHE_DIR", "PIPENV_CACHE_DIR", "PIP_CACHE_DIR", "UV_CACHE_DIR")}
    return {
        **os.environ,
        **caches,
        "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(bin.parent),
        "UV_PYTHON_DOWNLOADS": "never",
        "PDM_CHECK_UPDATE": "0",
        "PDM_NON_INTERACTIVE": "1",
        "POETRY_VIRTUALENVS_CREATE": "false",
        "PIPENV_VERBOSITY": "-1",
        "PYTHONPATH": "",
        "NO_COLOR": "1",
    }
