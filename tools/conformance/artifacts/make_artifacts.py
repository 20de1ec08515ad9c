"""Fetches and builds artifacts in FOLDER: wheels, sdists, eggs, zipapps, shiv and pex files.

    python make_artifacts.py FOLDER

Needs pip with an index, and setuptools, shiv and pex in this Python.
"""

import pathlib
import subprocess
import sys
import tempfile
import zipapp

WHEELS = [
    "pip", "pip==21.3.1", "pip==24.0", "setuptools", "setuptools==65.5.0", "setuptools==75.8.0", "virtualenv", "virtualenv==20.16.7",
    "wheel", "wheel==0.45.1", "poetry-core", "pipenv", "numpy", "cryptography", "pydantic-core", "pex", "shiv", "requests", "requests[socks]==2.31.0",
    "flask", "django", "apache-airflow-core", "ruamel.yaml", "backports.tarfile", "jaraco.text", "google-api-core", "attrs", "typing-extensions",
]
SDISTS = ["packaging", "hatchling", "requests==2.32.3", "setuptools", "pip", "six", "attrs==20.3.0", "urllib3==1.24.1", "flask==0.12", "poetry-core", "idna==3.7"]
APPS = {"web": ["flask==2.0.1", "werkzeug==2.0.1"], "tools": ["pip==24.0", "setuptools==75.8.0"], "lib": ["requests==2.31.0", "ruamel.yaml"]}
EGG = """
from setuptools import setup
setup(name="Lime.Kiln", version="0.4", py_modules=["kiln"], install_requires=["sand>=1", "clay==2.0; python_version < '3.9'"],
      extras_require={"hot": ["fire", "coal==3.0"]})
"""


def run(*arguments, cwd=None):
    done = subprocess.run([sys.executable, *map(str, arguments)], cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        print(f"skipped: {' '.join(map(str, arguments))}: {(done.stderr.strip().splitlines() or ['?'])[-1]}", file=sys.stderr)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for requirement in WHEELS:
        run("-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", folder, requirement)
    for requirement in SDISTS:
        run("-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, requirement)
    for name, requirements in APPS.items():
        run("-m", "shiv", "-q", "-o", folder / f"{name}-shiv.pyz", *requirements)
        run("-m", "pex", *requirements, "-o", folder / f"{name}.pex")
        run("-m", "pex", *requirements, "--no-pre-install-wheels", "-o", folder / f"{name}-raw.pex")
        with tempfile.TemporaryDirectory() as temporary:
            target = pathlib.Path(temporary)
            run("-m", "pip", "install", "-q", "--target", target, *requirements)
            (target / "__main__.py").write_text("")
            zipapp.create_archive(target, folder / f"{name}-zipapp.pyz", "/usr/bin/env python3", compressed=True)
    with tempfile.TemporaryDirectory() as temporary:
        project = pathlib.Path(temporary)
        (project / "setup.py").write_text(EGG)
        (project / "kiln.py").write_text("")
        run("setup.py", "-q", "bdist_egg", "-d", folder.resolve(), cwd=project)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
