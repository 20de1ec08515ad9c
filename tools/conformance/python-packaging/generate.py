"""Asks Python's `packaging` about random and nasty texts, and writes the answers as JSON lines.

Usage:   python generate.py [--seed N] [--pairs N] [--specifiers N] [--filters N] [--requirements N]
                            [--markers N] [--filenames N] [--advisories PATH] > answers.jsonl
Then:    node compare.ts answers.jsonl

Needs Python 3.9 or later with `packaging` 26.3 (26.0 to 26.2 differ in the cases that README.md names).
--advisories PATH: a directory or a zip of OSV records; every version in them is asked about as well.
The same seed and the same `packaging` give the same bytes.
"""

import argparse
import json
import random
import sys
import warnings
import zipfile
from functools import cmp_to_key
from pathlib import Path

import packaging
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

# White space of Python that is not JavaScript's and the other way round, letters that fold into ASCII ones in
# Unicode, digits that are not ASCII's.
STRANGE = ["\x1c", "\x1f", "\x85", "\xa0", "\u2028", "\u3000", "\ufeff", "\u200b", "\u017f", "\u0131", "\u0130",
           "\u212a", "\u0661", "\u00b2", "\uff11", "\n", "\r", "\t", "\v", "\0"]
PUNCTUATION = list("..--__++!!**==<>~~()[];,,@'\"\\ ")
PLAIN = list("0123456789abcrdevpostlph")


def maybe(rng, chance, make):
    return make() if rng.random() < chance else ""


def number(rng):
    kind = rng.random()
    if kind < 0.75:
        return str(rng.randrange(4))
    if kind < 0.9:
        return str(rng.randrange(300))
    if kind < 0.94:
        return "0" * rng.randrange(1, 4) + str(rng.randrange(20))
    if kind < 0.97:
        return str(2**53 + rng.randrange(-3, 4))
    if kind < 0.999:
        return str(10 ** rng.randrange(14, 40) + rng.randrange(3))
    return "1" * rng.choice([4299, 4300, 4301])


def separator(rng):
    return rng.choice(["", "", "", ".", "-", "_"])


def word(rng, words):
    chosen = rng.choice(words)
    return "".join(c.upper() if rng.random() < 0.1 else c for c in chosen)


def labelled(rng, words):
    return separator(rng) + word(rng, words) + maybe(rng, 0.8, lambda: separator(rng) + number(rng))


def local_part(rng):
    return rng.choice([number(rng), number(rng), "abc", "ubuntu", "1a", "A1", "b", "00"])


def release(rng):
    return ".".join(number(rng) for _ in range(rng.choice([1, 1, 2, 2, 2, 3, 3, 4, 5])))


def version(rng):
    text = maybe(rng, 0.05, lambda: rng.choice("vV"))
    text += maybe(rng, 0.08, lambda: number(rng) + "!")
    text += release(rng)
    text += maybe(rng, 0.3, lambda: labelled(rng, ["a", "alpha", "b", "beta", "c", "rc", "pre", "preview"]))
    text += maybe(rng, 0.2, lambda: rng.choice(["-" + number(rng), labelled(rng, ["post", "rev", "r"])]))
    text += maybe(rng, 0.2, lambda: labelled(rng, ["dev"]))
    text += maybe(rng, 0.15, lambda: "+" + rng.choice(".-_").join(local_part(rng) for _ in range(rng.randrange(1, 4))))
    if rng.random() < 0.03:
        text = rng.choice(STRANGE + [" "]) + text
    if rng.random() < 0.03:
        text += rng.choice(STRANGE + [" "])
    return mutated(rng, text, 0.08)


def mutated(rng, text, chance):
    while rng.random() < chance:
        at = rng.randrange(len(text) + 1)
        new = rng.choice(rng.choice([STRANGE, PUNCTUATION, PLAIN]))
        text = text[:at] + rng.choice([new, "", new + text[at:at + 1]]) + text[at + 1:]
    return text


def near(rng, text):
    """A version that differs a little, so that comparisons get past the first number."""
    kind = rng.random()
    if kind < 0.25:
        return text + rng.choice([".0", "a1", ".post1", ".dev1", "+x", ".0.0", "+1", ".post0.dev2", "rc1.post2"])
    if kind < 0.5:
        return text.split("+")[0].split(".dev")[0] or version(rng)
    if kind < 0.7:
        return mutated(rng, text, 0.6)
    return version(rng)


OPERATORS = ["==", "==", "!=", "<=", ">=", "<", ">", "~=", "==="]


def specifier(rng, base):
    operator = rng.choice(OPERATORS)
    text = near(rng, base) if rng.random() < 0.7 else version(rng)
    if operator in ("~=", "<", ">", "<=", ">=") and rng.random() < 0.8:
        text = text.split("+")[0]
    if operator in ("==", "!=") and rng.random() < 0.35:
        text = release(rng) + ".*" if rng.random() < 0.5 else ".".join(text.split(".")[:2]) + ".*"
    if operator == "===" and rng.random() < 0.3:
        text = rng.choice(["foo", "FOO", "", "1.0.", "a,b", "1;2", "x)y", "\u017f", "stra\u00dfe"])
    blank = maybe(rng, 0.15, lambda: rng.choice([" ", "  ", "\t", "\n", "\xa0"]))
    return mutated(rng, operator + blank + text, 0.04)


def specifier_set(rng, base):
    parts = [specifier(rng, base) for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3]))]
    text = rng.choice([",", ",", ", ", " , ", ",,"]).join(parts)
    return text + maybe(rng, 0.05, lambda: rng.choice([",", " ", ", ,", ";"]))


def attempt(make):
    """None for whatever the reference refuses, be it with an error of its own or a plain one."""
    try:
        return make()
    except (ValueError, KeyError, AssertionError, TypeError, SyntaxError, RecursionError):
        return None


def pair_case(rng):
    a = version(rng)
    b = near(rng, a)
    return {"kind": "pair", "a": a, "b": b, **compare(a, b)}


def compare(a, b):
    first, second = attempt(lambda: Version(a)), attempt(lambda: Version(b))
    order = None if first is None or second is None else (first > second) - (first < second)
    return {"expected": [normal(first), normal(second), order]}


def normal(parsed):
    return None if parsed is None else [str(parsed), parsed.is_prerelease]


def specifier_case(rng):
    base = version(rng)
    text = specifier_set(rng, base)
    candidate = near(rng, base)
    while len(candidate) > 4000:  # numbers too long for CPython are not for this kind of question
        candidate = near(rng, version(rng))
    prereleases = rng.choice([None, None, True, False])
    parsed = attempt(lambda: usable(text))
    contained = None if parsed is None else attempt(lambda: parsed.contains(candidate, prereleases=prereleases))
    shown = None if parsed is None else str(parsed)
    return {"kind": "specifier", "set": text, "version": candidate, "prereleases": prereleases,
            "expected": [shown, contained]}


def usable(text):
    """Numbers of more than 4,300 digits are refused only when the set is used."""
    parsed = SpecifierSet(text)
    parsed.contains("1.0")
    for one in parsed:
        one.contains("1.0")
        _ = one.prereleases
    return parsed


def filter_case(rng):
    base = version(rng)
    text = specifier_set(rng, base)
    candidates = [near(rng, base) for _ in range(rng.randrange(0, 7))]
    candidates = [one for one in candidates if len(one) < 4000]
    prereleases = rng.choice([None, None, None, True, False])
    parsed = attempt(lambda: usable(text))
    kept = None if parsed is None else attempt(lambda: list(parsed.filter(candidates, prereleases=prereleases)))
    return {"kind": "filter", "set": text, "versions": candidates, "prereleases": prereleases, "expected": kept}


VARIABLES = ["python_version", "python_version", "python_full_version", "os_name", "os.name", "sys_platform",
             "sys.platform", "platform_release", "platform_system", "platform_version", "platform.version",
             "platform_machine", "platform.machine", "platform_python_implementation", "implementation_name",
             "platform.python_implementation", "python_implementation", "implementation_version", "extra", "extra",
             "extras", "dependency_groups"]
LITERALS = ["3.9", "3.12", "3.12.*", "3.12.4", "3", "3.13", "2.7", "3.10 3.11 3.12", "linux", "win32", "posix",
            "Linux", "CPython", "cpython", "x86_64", "", "a", "A.b", "a-b", "A_b", "dev", "docs", "6.8.0", "6.8.0-40",
            "=3.12", "3.14.0a1", "=", "\u017f", "os_name", "extra", "3.9 ", " 3.9", "5.15.0-91-generic", "3.12,<4"]
MARKER_OPERATORS = ["==", "==", "!=", "<", "<=", ">", ">=", "~=", "===", "in", "not in"]


def literal(rng):
    text = rng.choice(LITERALS)
    if rng.random() < 0.04:
        text += rng.choice(["\\n", "\\x41", "\\101", "\\u00e9", "\\", "\\q", "\n", "\\\\", "\\U0001F600", "\\\n", "\\x4"])
    quote = rng.choice("'\"")
    return quote + (text + maybe(rng, 0.02, lambda: "'" if quote == '"' else '"')) + quote


def operand(rng):
    return rng.choice(VARIABLES) if rng.random() < 0.08 else literal(rng)


def comparison(rng):
    sides = [rng.choice(VARIABLES), operand(rng)]
    if rng.random() < 0.2:
        sides.reverse()
    blank = rng.choice([" ", " ", " ", "", "\t", "  "])
    return sides[0] + blank + rng.choice(MARKER_OPERATORS) + blank + sides[1]


def marker(rng, depth=0):
    parts = []
    for index in range(rng.choice([1, 1, 2, 2, 3])):
        if index > 0:
            parts.append(rng.choice([" and ", " or ", " and  ", "\tor "]))
        if depth < 3 and rng.random() < 0.25:
            parts.append("(" + maybe(rng, 0.2, lambda: " ") + marker(rng, depth + 1) + maybe(rng, 0.2, lambda: " ") + ")")
        else:
            parts.append(comparison(rng))
    return "".join(parts)


ENVIRONMENTS = [
    {"implementation_name": "cpython", "implementation_version": "3.12.4", "os_name": "posix",
     "platform_machine": "x86_64", "platform_python_implementation": "CPython", "platform_release": "6.8.0-40-generic",
     "platform_system": "Linux", "platform_version": "#40 SMP", "python_full_version": "3.12.4",
     "python_version": "3.12", "sys_platform": "linux"},
    {"implementation_name": "pypy", "implementation_version": "7.3.13", "os_name": "nt", "platform_machine": "AMD64",
     "platform_python_implementation": "PyPy", "platform_release": "10", "platform_system": "Windows",
     "platform_version": "10.0.19045", "python_full_version": "3.9.18", "python_version": "3.9",
     "sys_platform": "win32"},
    {"implementation_name": "cpython", "implementation_version": "3.14.0a1+", "os_name": "posix",
     "platform_machine": "arm64", "platform_python_implementation": "CPython", "platform_release": "23.5.0",
     "platform_system": "Darwin", "platform_version": "Darwin Kernel", "python_full_version": "3.14.0a1+",
     "python_version": "3.14", "sys_platform": "darwin"},
]


def marker_case(rng):
    text = mutated(rng, marker(rng), 0.12)
    environment = rng.randrange(len(ENVIRONMENTS))
    context = rng.choice(["metadata", "metadata", "requirement", "lock_file"])
    options = {}
    if rng.random() < 0.4:
        options["extra"] = rng.choice(["dev", "A.b", "a-b", "", "docs"])
    if context == "lock_file" and rng.random() < 0.7:
        options["extras"] = rng.sample(["dev", "A.b", "docs", "a"], rng.randrange(3))
        options["dependency_groups"] = rng.sample(["dev", "A_b", "docs"], rng.randrange(3))
    return {"kind": "marker", "text": text, "environment": environment, "context": context, "options": options,
            "expected": marker_answer(text, ENVIRONMENTS[environment], context, options)}


def marker_answer(text, environment, context, options):
    parsed = attempt(lambda: Marker(text))
    if parsed is None:
        return None
    given = {key: frozenset(value) if isinstance(value, list) else value for key, value in options.items()}
    value = attempt(lambda: parsed.evaluate({**environment, **given}, context=context))
    return [printable(parsed), value]


def printable(parsed):
    """None where the reference writes a marker that it reads as another one, or cannot write it."""
    text = attempt(lambda: str(parsed))
    return None if text is None or "\\" in text or any(c < " " for c in text) else text


def name(rng):
    return rng.choice(["foo", "Foo.Bar", "a", "A_b-c", "zope.interface", "x__y", "9", "foo_", "foo.", "-a", "a-", "foo-_"])


def requirement(rng):
    blank = rng.choice(["", "", " ", "\t", "  "])
    text = blank + name(rng) + blank
    if rng.random() < 0.3:
        inner = rng.choice([",", " , ", ", "]).join(name(rng) for _ in range(rng.randrange(0, 4)))
        text += "[" + blank + inner + blank + "]"
    if rng.random() < 0.2:
        text += rng.choice(["@", " @ ", "@ "]) + rng.choice(["https://x.example/a.whl", "git+ssh://git@x/y@v1#egg=z",
                                                             "file:///a;b", "x", "", "./a b", "https://x/a\n"])
        text += rng.choice([" ", "", " ", "\t"])
    else:
        versions = specifier_set(rng, version(rng)) if rng.random() < 0.8 else ""
        text += rng.choice([versions, versions, versions, "(" + versions + ")", "( " + versions + " )", "(" + versions])
    if rng.random() < 0.4:
        text += rng.choice([";", "; ", " ; "]) + marker(rng)
    return mutated(rng, text + maybe(rng, 0.1, lambda: rng.choice([" ", "\n", "\t", ";", " ;"])), 0.1)


def requirement_case(rng):
    text = requirement(rng)
    return {"kind": "requirement", "text": text, "expected": attempt(lambda: requirement_answer(text))}


def requirement_answer(text):
    parsed = Requirement(text)
    usable(str(parsed.specifier))
    return {"name": canonicalize_name(parsed.name), "rawName": parsed.name,
            "extras": sorted({canonicalize_name(extra) for extra in parsed.extras}),
            "specifiers": str(parsed.specifier), "url": parsed.url,
            "marker": None if parsed.marker is None else [printable(parsed.marker)]}


TAGS = ["py3-none-any", "py2.py3-none-any", "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64", "CP39-abi3-win32",
        "py3-none", "py3--any", "py3-none-any.", "pp310-pypy310_pp73-macosx_11_0_arm64", "3py-none-any", "py3-none-a b"]


def filename_case(rng):
    stem = rng.choice(["foo", "Foo_Bar", "foo.bar", "a__b", "", "f o", "x9", "zope.interface", "\u00e9t\u00e9", "my-name"])
    text = stem + "-" + version(rng).replace("-", rng.choice(["-", "_", "_"]))
    if rng.random() < 0.6:
        text += maybe(rng, 0.25, lambda: "-" + rng.choice(["1", "2_abc", "x1", "", "01", "\u0661"])) + "-" + rng.choice(TAGS)
        return wheel_case(mutated(rng, text + rng.choice([".whl"] * 8 + [".WHL", ".zip"]), 0.05))
    return sdist_case(mutated(rng, text + rng.choice([".tar.gz", ".tar.gz", ".zip", ".tgz", ".tar.bz2", ".TAR.GZ"]), 0.05))


def wheel_case(text):
    return {"kind": "wheel", "text": text, "expected": attempt(lambda: wheel_answer(text))}


def wheel_answer(text):
    parsed_name, parsed_version, build, tags = parse_wheel_filename(text)
    return {"name": parsed_name, "version": str(parsed_version), "build": None if build == () else list(build),
            "tags": sorted(str(tag) for tag in tags)}


def sdist_case(text):
    return {"kind": "sdist", "text": text, "expected": attempt(lambda: sdist_answer(text))}


def sdist_answer(text):
    parsed_name, parsed_version = parse_sdist_filename(text)
    return {"name": parsed_name, "version": str(parsed_version)}


def advisory_records(path):
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield json.loads(file.read_text("utf-8"))
    else:
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.namelist()):
                if entry.endswith(".json"):
                    yield json.loads(archive.read(entry))


def advisory_versions(path):
    """Every enumerated version and every bound of a range that is not one of commits."""
    texts = set()
    for record in advisory_records(path):
        for affected in record.get("affected", []):
            texts.update(affected.get("versions", []))
            for rng in affected.get("ranges", []):
                if rng.get("type") != "GIT":
                    texts.update(str(value) for event in rng.get("events", []) for value in event.values())
    return sorted(texts)


def advisory_cases(path):
    """Each version, and each next to the one that follows it in the reference's order."""
    texts = advisory_versions(path)
    valid = [text for text in texts if attempt(lambda text=text: Version(text)) is not None]
    ordered = sorted(valid, key=cmp_to_key(lambda a, b: (Version(a) > Version(b)) - (Version(a) < Version(b))))
    for a, b in zip(ordered, ordered[1:]):
        yield {"kind": "advisory-version", "a": a, "b": b, **compare(a, b)}
    for text in texts:
        if attempt(lambda text=text: Version(text)) is None:
            yield {"kind": "advisory-version", "a": text, "b": "1", **compare(text, "1")}


CASES = {"pairs": (20_000, pair_case), "specifiers": (15_000, specifier_case), "filters": (5_000, filter_case),
         "requirements": (10_000, requirement_case), "markers": (10_000, marker_case), "filenames": (5_000, filename_case)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--advisories", type=Path)
    for kind, (count, _) in CASES.items():
        parser.add_argument("--" + kind, type=int, default=count)
    options = parser.parse_args()
    write({"kind": "about", "packaging": packaging.__version__, "seed": options.seed, "environments": ENVIRONMENTS})
    for kind, (_, make) in CASES.items():
        rng = random.Random(f"{options.seed} {kind}")
        for _ in range(getattr(options, kind)):
            write(make(rng))
    if options.advisories is not None:
        for case in advisory_cases(options.advisories):
            write(case)


def write(case):
    sys.stdout.write(json.dumps(case, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore", SyntaxWarning)  # odd escapes in the markers' strings are asked for
    main()
