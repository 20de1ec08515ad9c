"""Has the real tools read manifests as they were and as pyward edited them: pip's own reader for requirements files, tomllib, packaging and
poetry-core for pyproject.toml, Pipfiles and scripts, configparser for setup.cfg.

    python3 read_with_tools.py BEFORE AFTER VERSION

A file that a tool takes before must be taken after, ask for the same names, extras, markers and URLs in the same order, and admit VERSION
wherever its text changed. Prints a line for each kind, and the differences.
"""

import configparser
import logging
import sys
import tomllib
from collections import Counter
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import Version
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements
from poetry.core.constraints.version import Version as PoetryVersion
from poetry.core.constraints.version import parse_constraint
from poetry.core.factory import Factory

logging.disable(logging.CRITICAL)
session = PipSession()


class Differs(Exception):
    pass


def requirements(path):
    return [
        (line.requirement, line.is_editable, line.constraint)
        for line in parse_requirements(str(path), session=session)
    ]


def same_requirement(before, after, version):
    """Whether two texts ask for the same thing but for the version; what is no requirement has to be the same text."""
    if before == after:
        return False
    try:
        old, new = Requirement(before), Requirement(after)
    except InvalidRequirement as error:
        raise Differs(f"{before!r} became {after!r}: {error}") from None
    if (old.name, old.extras, old.url, str(old.marker)) != (new.name, new.extras, new.url, str(new.marker)):
        raise Differs(f"{before!r} became {after!r}")
    if not new.specifier.contains(version, prereleases=True):
        raise Differs(f"{after!r} does not admit {version}")
    return True


def compare_requirements(before, after, version):
    old, new = requirements(before), requirements(after)
    if [rest for _, *rest in old] != [rest for _, *rest in new]:
        raise Differs("other lines")
    return sum(same_requirement(first[0], second[0], version) for first, second in zip(old, new))


def compare_values(before, after, version, place=()):
    """Two trees of TOML: only texts that are requirements, or constraints of Poetry and Pipenv, may differ."""
    if type(before) is not type(after):
        raise Differs(f"{place}: another type")
    if isinstance(before, dict):
        if list(before) != list(after):
            raise Differs(f"{place}: other keys")
        return sum(compare_values(before[key], after[key], version, (*place, key)) for key in before)
    if isinstance(before, list):
        if len(before) != len(after):
            raise Differs(f"{place}: another length")
        return sum(compare_values(*pair, version, place) for pair in zip(before, after))
    if before == after:
        return 0
    if place[:2] == ("tool", "poetry") or place[0] in ("packages", "dev-packages"):
        if not parse_constraint(after).allows(PoetryVersion.parse(str(version))):
            raise Differs(f"{after!r} does not admit {version}")
        return 1
    return same_requirement(before, after, version)


def toml(path):
    return tomllib.loads(path.read_bytes().decode("utf-8-sig"))


def compare_toml(before, after, version):
    return compare_values(toml(before), toml(after), version)


def poetry(path):
    content = toml(path)
    if "poetry" not in content.get("tool", {}):
        return None
    result = Factory.validate(content)
    return result["errors"]


def compare_pyproject(before, after, version):
    if poetry(before) != poetry(after):
        raise Differs(f"poetry-core says {poetry(after)}")
    return compare_toml(before, after, version)


def compare_setup_cfg(before, after, version):
    old, new = configparser.RawConfigParser(), configparser.RawConfigParser()
    old.read(before, "utf-8-sig")
    new.read(after, "utf-8-sig")
    changed = 0
    for section in old.sections():
        for key, value in old.items(section):
            pairs = zip(lines(value), lines(new.get(section, key)), strict=True)
            changed += sum(same_requirement(*pair, version) for pair in pairs)
    if old.sections() != new.sections():
        raise Differs("other sections")
    return changed


def lines(value):
    """As setuptools reads them: on one line they are parted by semicolons."""
    parts = value.splitlines() if "\n" in value else value.split(";")
    return [part.split(" #")[0].strip() for part in parts]


def script(path):
    """The TOML in the comments of a script (PEP 723)."""
    text = path.read_bytes().decode("utf-8-sig").splitlines()
    start = text.index("# /// script") + 1
    block = text[start : text.index("# ///", start)]
    return tomllib.loads("\n".join(line[1:].removeprefix(" ") for line in block))


def compare_script(before, after, version):
    return compare_values(script(before), script(after), version)


def kind_of(path):
    if path.suffix == ".py":
        return "scripts", compare_script
    kinds = {"pyproject.toml": compare_pyproject, "setup.cfg": compare_setup_cfg, "Pipfile": compare_toml}
    return path.name if path.name in kinds else "requirements", kinds.get(path.name, compare_requirements)


def main(before, after, version):
    files, changed, refused, differences = Counter(), Counter(), Counter(), 0
    for path in sorted(after.rglob("*")):
        if not path.is_file():
            continue
        kind, compare = kind_of(path)
        original = before / path.relative_to(after)
        try:
            compare(original, original, version)
        except Exception:
            refused[kind] += 1
            continue
        files[kind] += 1
        try:
            changed[kind] += compare(original, path, version)
        except Exception as error:
            differences += 1
            print(f"{path}: {type(error).__name__} {error}")
    for kind in sorted(files):
        print(f"{kind}: {files[kind]} files, {changed[kind]} requirements changed, {refused[kind]} files that the tool refuses")
    print(f"the tools read {sum(files.values())} edited files: {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), Version(sys.argv[3])))
