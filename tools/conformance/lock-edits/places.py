"""Where the tools, the index and a Python are that the cases are made with: PEERS, PYWARD_TEST_INDEX and PYWARD_TEST_PYTHON, or what pip and this machine
have. All that is run afterwards finds them in its environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def index_of_pip():
    configured = os.environ.get("PIP_INDEX_URL") or asked("-m", "pip", "config", "get", "global.index-url")
    return configured or asked("-c", "from pip._internal.models.index import PyPI; print(PyPI.simple_url)")


def asked(*words):
    return subprocess.run([sys.executable, *words], capture_output=True, text=True).stdout.strip()


def python():
    """Of version 3.12, which all of the projects are for."""
    homes = [Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions", Path.home() / ".local/share/uv/python"]
    found = [path for home in homes if home.exists() for path in sorted(home.glob("*3.12*/bin/python3.12"))]
    known = shutil.which("python3.12")
    return str(found[0]) if found else known or "python3"


INDEX = (os.environ.get("PYWARD_TEST_INDEX") or index_of_pip()).rstrip("/")
os.environ["PYWARD_TEST_INDEX"] = INDEX
os.environ.setdefault("PYWARD_TEST_PYTHON", python())
os.environ.setdefault("UV_PYTHON", os.environ["PYWARD_TEST_PYTHON"])
os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
os.environ.setdefault("UV_DEFAULT_INDEX", INDEX)
os.environ.setdefault("PIPENV_VENV_IN_PROJECT", "1")
# The host of the files is for pip alone, which asks it for pages, too.
os.environ.pop("PIP_EXTRA_INDEX_URL", None)
os.environ["PATH"] = os.pathsep.join(
    [*filter(None, [os.environ.get("PEERS")]), str(Path(os.environ["PYWARD_TEST_PYTHON"]).parent), os.environ["PATH"]]
)
