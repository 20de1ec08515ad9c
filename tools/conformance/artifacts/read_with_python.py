"""Says what importlib.metadata finds in the artifacts of FOLDER.

    python -I read_with_python.py FOLDER

One JSON object a line: {"path", "distributions": [{"name", "version", "requires"}], "copies": [[name, version], …]}.
`requires` is null for an sdist whose requirements its build may change. `copies` are vendored releases (a dist-info or a line of a vendor list
in a vendor folder) of which Python's own finder has a module to import, found beside their statement. Archives are unpacked into a
temporary folder; nothing of them is imported.
"""

import importlib.machinery
import importlib.metadata
import json
import pathlib
import re
import sys
import tarfile
import tempfile
import tomllib
import zipfile

VENDOR = {"_vendor", "_vendored", "vendor", "vendored", "_vendors", "vendors", "patched"}
IMPORTED_AS = {"ansicolors": "colors", "python-dotenv": "dotenv"}
LISTS = {"vendor.txt", "vendored.txt", "patched.txt", "requirements.txt"}


def unpack(path, folder):
    if path.name.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
    else:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
    return folder


def describe(distribution):
    return {"name": distribution.metadata["Name"], "version": distribution.version, "requires": distribution.requires or []}


def of_folder(folder):
    return [describe(one) for one in importlib.metadata.distributions(path=[str(folder)])]


def of_sdist(folder):
    (top,) = [one for one in folder.iterdir() if (one / "PKG-INFO").exists()]
    distribution = importlib.metadata.PathDistribution(top)
    found = describe(distribution)
    version = tuple(map(int, distribution.metadata["Metadata-Version"].split(".")))
    dynamic = [value.lower() for value in distribution.metadata.get_all("Dynamic") or []]
    if version < (2, 2) or "requires-dist" in dynamic:
        project = None
        if (top / "pyproject.toml").exists():
            project = tomllib.loads((top / "pyproject.toml").read_text()).get("project")
        lists = ("dependencies", "optional-dependencies")
        if project is None or any(field in project.get("dynamic", []) for field in lists):
            found["requires"] = None
        else:
            found["requires"] = [*project.get("dependencies", [])]
            for extra in project.get("optional-dependencies", {}).values():
                found["requires"] += extra
    return [found]


def of_pex(folder, temporary):
    found = []
    for entry in sorted((folder / ".deps").iterdir()):
        found += of_folder(entry if entry.is_dir() else unpack(entry, temporary / "deps" / entry.name))
    return found


def distributions_of(path, folder, temporary):
    if path.name.endswith(".whl"):
        return of_folder(folder)
    if path.name.endswith(".egg"):
        return [describe(one) for one in importlib.metadata.distributions(path=[str(path)])]
    if path.name.endswith((".tar.gz", ".zip")):
        return of_sdist(folder)
    if (folder / "PEX-INFO").exists():
        return of_pex(folder, temporary)
    return of_folder(folder / "site-packages" if (folder / "site-packages").exists() else folder)


def importable(name, folder):
    """Whether a finder has a module for this name, or a top-level module of a namespace (`jaraco.text`)."""
    parts = re.split(r"[-_.]+", IMPORTED_AS.get(name.lower(), name.lower()))
    if importlib.machinery.PathFinder.find_spec("_".join(parts), [str(folder)]):
        return True
    for part in parts[:-1]:
        folder = folder / part
    return len(parts) > 1 and importlib.machinery.PathFinder.find_spec(parts[-1], [str(folder)]) is not None


def copies_of(folder):
    copies = set()
    for entry in folder.rglob("*"):
        parents = [parent.name.lower() for parent in entry.relative_to(folder).parents]
        if not VENDOR.intersection(parents) or any(parent.endswith(("-info",)) for parent in parents):
            continue
        if entry.name.endswith(".dist-info"):
            distribution = importlib.metadata.PathDistribution(entry)
            name, version = distribution.metadata["Name"], distribution.version
            if importable(name, entry.parent):
                copies.add((name, version))
        elif entry.name in LISTS and entry.parent.name.lower() in VENDOR:
            for line in entry.read_text().splitlines():
                pinned = re.match(r"\s*([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*==\s*([^\s;#]+)", line)
                if pinned and importable(pinned[1], entry.parent):
                    copies.add((pinned[1], pinned[2]))
    return sorted(copies)


def main(folder):
    for path in sorted(folder.iterdir()):
        if not path.is_file():
            continue
        with tempfile.TemporaryDirectory() as temporary:
            temporary = pathlib.Path(temporary)
            inside = unpack(path, temporary / "inside")
            found = distributions_of(path, inside, temporary)
            wheels = sorted(inside.rglob("*.whl"))
            deps = [wheel for wheel in wheels if wheel.is_file() and wheel.parent.name == ".deps"]
            copies = copies_of(inside)
            for wheel in wheels:
                if wheel.is_file() and not {"tests", "test", "testing"} & {part.lower() for part in wheel.parts}:
                    nested = unpack(wheel, temporary / "nested" / wheel.name)
                    copies += copies_of(nested)
                    if wheel not in deps:
                        copies += [(one["name"], one["version"]) for one in of_folder(nested)]
            print(json.dumps({"path": path.name, "distributions": found, "copies": copies}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
