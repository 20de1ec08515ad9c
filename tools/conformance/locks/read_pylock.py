"""Prints what `packaging` reads in a pylock.toml, as views: `read_pylock.py pylock.toml`."""

import json
import pathlib
import sys
import tomllib

from packaging.pylock import Pylock


def described(package):
    kind = "git" if package.vcs else "path" if package.directory else "registry"
    if package.archive:
        kind = "url" if package.archive.url else "path"
    fact = {"name": package.name, "version": None if package.version is None else str(package.version), "source": kind}
    return {**fact, "marker": str(package.marker or "")}


lock = Pylock.from_dict(tomllib.loads(pathlib.Path(sys.argv[1]).read_text()))
print(json.dumps([{"scopes": None, "packages": [described(package) for package in lock.packages]}]))
