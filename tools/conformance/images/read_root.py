"""Reads an unpacked root file system with the standard library: what importlib.metadata finds in every site directory.

Usage: read_root.py ROOT. Prints one JSON list of [folder, name, version], folder relative to ROOT. Nothing of it is run.
"""

import importlib.metadata
import json
import os
import re
import sys

METADATA = re.compile(r"\.(?:dist-info|egg-link)$", re.IGNORECASE)
OWN_TESTS = re.compile(r"(?:^|/)lib/python[\d.]+t?/test$")


def site_directories(root):
    """Named so, or holding metadata without lying inside another one."""
    for folder, folders, files in os.walk(root, followlinks=False):
        inside = os.path.relpath(folder, root)
        parts = inside.split(os.sep)
        if OWN_TESTS.search(inside):
            folders[:] = []
            continue
        named = parts[-1] in ("site-packages", "dist-packages")
        deeper = any(part in ("site-packages", "dist-packages") for part in parts[:-1])
        has_metadata = any(METADATA.search(name) for name in folders + files)
        if named or (has_metadata and not deeper):
            yield folder
        folders[:] = [name for name in folders if not os.path.islink(os.path.join(folder, name))]


def main(root):
    found = set()
    for folder in site_directories(root):
        for one in importlib.metadata.distributions(path=[folder]):
            name, version = one.metadata["Name"], one.metadata["Version"]
            if name is not None and version is not None:
                name = re.sub(r"[-_.]+", "-", name).lower()
                found.add((os.path.relpath(folder, root), name, version))
    json.dump(sorted(found), sys.stdout)


main(sys.argv[1])
