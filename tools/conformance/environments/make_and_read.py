"""Makes odd environments and prints what `importlib.metadata` says of each.

    python make_and_read.py FOLDER SEED COUNT

Each environment is FOLDER/N, with one or two site directories of CPython 3.12. One JSON object a line on stdout:

    {"id": "N", "paths": [site directory, …], "entries": [{"path", "name", "version", "requires", "error"}, …]}

Paths are relative to FOLDER/N. Nothing but the standard library is needed, and nothing that is made is run or imported.
"""

import importlib.metadata
import json
import os
import pathlib
import random
import sys

NAMES = ["six", "PyYAML", "zope.interface", "foo-bar", "foo_bar", "Foo.Bar", "a", "x-1", "UNKNOWN", "pip", "ruamel.yaml"]
VERSIONS = ["1.0", "1.0.0", "2!1.0", "1.0.post1", "1.0-1", "1.0rc1", "1.0+local.1", "2004a", "v1.2", "1.0.dev0", "0"]
ODD_VERSIONS = ["unknown", "1.0-beta-x", "", "1.0 final", "0.0.0-abc1234", "2.x"]
ODD_NAMES = ["a b", "-a", "", "naïve", "a/b", "a;b"]
NEEDS = ["six", "six>=1.0", "PyYAML (>=3)", "foo-bar[x,y] ; python_version < '3'", "a;\n  extra == 'x'", "b @ https://files.example/b.zip"]
SECTIONS = ["[x]", "[:python_version < '3']", "[x:sys_platform == 'win32']", "[empty]", ""]


def headers(rng, name, version):
    lines = ["Metadata-Version: 2.1"]
    name_key = rng.choice(["Name", "Name", "Name", "name", "NAME"])
    version_key = rng.choice(["Version", "Version", "Version", "version", "VERSION"])
    if rng.random() < 0.95:
        lines.append(f"{name_key}:{rng.choice([' ', ' ', '', '  ', chr(9)])}{name}{rng.choice(['', '', ' '])}")
    if rng.random() < 0.9:
        lines.append(f"{version_key}:{rng.choice([' ', ' ', '', chr(10) + ' ', chr(10) + chr(9)])}{version}")
    if rng.random() < 0.1:
        lines.append(f"Version: {rng.choice(VERSIONS)}")
    for _ in range(rng.choice([0, 0, 1, 3])):
        lines.append(f"Requires-Dist: {rng.choice(NEEDS)}")
    if rng.random() < 0.2:
        lines.append("Description: first\n        second: line\n        |Version: 9")
    if rng.random() < 0.15:
        odd = ["no header here", ": nameless", "From someone", "Version : 7", " a fold", "Sümmary: x", "X-Ünicode", "a b: c", "X:"]
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(odd))
    if rng.random() < 0.1:
        rng.shuffle(lines)
    return lines


def metadata(rng, name, version):
    text = "\n".join(headers(rng, name, version)) + rng.choice(["\n", "\n\n", "", "\n\nVersion: 9.9\n", "\n\n\nText: é\n"])
    newline = rng.choice(["\n", "\n", "\n", "\r\n", "\r"])
    data = text.replace("\n", newline).encode()
    kind = rng.random()
    if kind < 0.03:
        return b""
    if kind < 0.06:
        return data.replace(b"Metadata", b"Author: Jos\xe9" + newline.encode() + b"Metadata", 1)
    if kind < 0.08:
        return b"\xef\xbb\xbf" + data
    if kind < 0.1:
        return text.encode("utf-16")
    return data


def write_metadata(rng, path, data):
    kind = rng.random()
    if kind < 0.04:
        return
    if kind < 0.06:
        path.symlink_to(path.name)
    elif kind < 0.08:
        path.symlink_to("nowhere")
    elif kind < 0.1:
        path.mkdir()
    else:
        path.write_bytes(data)


def requires_text(rng):
    lines = []
    for _ in range(rng.choice([1, 2, 4])):
        lines.append(rng.choice(SECTIONS))
        lines.extend(rng.choice(NEEDS).split(";")[0] for _ in range(rng.choice([0, 1, 2])))
    return "\n".join(lines) + "\n"


def make_entry(rng, site):
    name = rng.choice(NAMES) if rng.random() < 0.95 else rng.choice(ODD_NAMES)
    version = rng.choice(VERSIONS) if rng.random() < 0.9 else rng.choice(ODD_VERSIONS)
    stem = name.replace("-", "_").replace("/", "_") + rng.choice(["", "", "", f"-{version.replace('-', '_')}"])
    form = rng.choice(["dist-info", "dist-info", "dist-info", "egg-info", "egg-info file", "egg"])
    if form == "dist-info":
        stem = f"{name.replace('-', '_').replace('/', '_')}-{version.replace('-', '_')}"
    elif rng.random() < 0.5:
        stem += "-py3.12"
    entry = site / f"{'~' if rng.random() < 0.03 else ''}{stem}.{form.split()[0]}"
    if entry.exists() or entry.is_symlink():
        return None
    data = metadata(rng, name, version)
    if form == "egg-info file":
        write_metadata(rng, entry, data)
        return None
    folder = entry / "EGG-INFO" if form == "egg" else entry
    folder.mkdir(parents=True)
    main, other = ("METADATA", "PKG-INFO") if form == "dist-info" else ("PKG-INFO", "METADATA")
    write_metadata(rng, folder / main, data)
    if rng.random() < 0.05:
        write_metadata(rng, folder / other, metadata(rng, name, rng.choice(VERSIONS)))
    if form != "dist-info" and rng.random() < 0.6:
        (folder / "requires.txt").write_text(requires_text(rng))
    if rng.random() < 0.2:
        (folder / "REQUESTED").touch()
    return entry if form == "egg" else None


def make_environment(rng, root):
    libraries = rng.choice([["lib"], ["lib"], ["lib64", "lib"]])
    sites, eggs = [], []
    for library in libraries:
        site = root / library / "python3.12" / "site-packages"
        site.mkdir(parents=True)
        made = [make_entry(rng, site) for _ in range(rng.randrange(12))]
        sites.append(site)
        eggs.extend(egg for egg in made if egg is not None)
    return sites, eggs


def read(entry):
    distribution = importlib.metadata.PathDistribution(entry)
    try:
        found = distribution.metadata
        return {
            "name": found["Name"],
            "version": found["Version"],
            "requires": [" ".join(text.split()) for text in distribution.requires or []],
            "error": None,
        }
    except Exception as error:  # what it says is part of the answer
        return {"name": None, "version": None, "requires": [], "error": type(error).__name__}


def main(folder, seed, count):
    rng = random.Random(seed)
    for number in range(count):
        root = pathlib.Path(folder, str(number))
        sites, eggs = make_environment(rng, root)
        found = importlib.metadata.distributions(path=[str(path) for path in [*sites, *eggs]])
        paths = sorted(str(distribution._path) for distribution in found)
        entries = [{"path": os.path.relpath(path, root), **read(pathlib.Path(path))} for path in paths]
        print(json.dumps({"id": str(number), "paths": [os.path.relpath(site, root) for site in sites], "entries": entries}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
