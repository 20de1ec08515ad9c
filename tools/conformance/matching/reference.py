"""What every advisory says of every version, evaluated a second time and independently of pyward.

    python reference.py OSV_ZIP_OR_DIRECTORY > answers.jsonl          (needs only `packaging` 26)
    python reference.py OSV_ZIP_OR_DIRECTORY --package django …       (these packages only)

The algorithm is the one of the OSV schema, section "Evaluation", over PEP 440 as `packaging` implements it. One line a
package, ascending by name:

    {"name": …, "records": [id, …], "odd": [index, …], "answers": [[version, [index of an affecting record, …]], …]}

`odd` are the records with a bound that is not PEP 440. Here such a bound is below every version; pyward repairs some of
them and says so, which is why compare.ts lists those records apart. Versions asked about: every enumerated version and
every bound of every live record of the package, and around each bound its local, post, dev and candidate releases and
its spelling with one more `.0`. A record that is withdrawn affects nothing.
"""

import collections
import functools
import json
import pathlib
import sys
import zipfile

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

TRAPS = ("+local", ".post1", ".dev0", "rc1", ".0")
BOTTOM = (0,)


@functools.cache
def parse(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


@functools.cache
def key(text):
    """A sort key under which "0" as an event, and whatever is not PEP 440, is below every version."""
    version = parse(text)
    return BOTTOM if version is None else (1, version)


def event_key(kind, text):
    return BOTTOM if kind == "introduced" and text == "0" else key(text)


def timeline(events):
    """The schema leaves open in which order events of one version come: they are a line of changes."""
    line, left = [], sorted(events, key=lambda event: event[0])
    holds = False
    while left:
        here = [event for event in left if event[0] == left[0][0]]
        chosen = next((event for event in here if (event[1] == "introduced") != holds), here[0])
        holds = chosen[1] == "introduced"
        line.append(chosen)
        left.remove(chosen)
    return line


class Range:
    """The events of one ECOSYSTEM range, sorted; of two at one version the one that changes what holds comes first."""

    def __init__(self, raw):
        pairs = [(kind, str(text)) for event in raw.get("events") or () for kind, text in event.items()]
        self.pairs = [pair for pair in pairs if pair[0] != "limit"]
        self.events = [(event_key(*pair), pair[0]) for pair in self.pairs]
        self.events = timeline(self.events)
        self.limits = [event_key(*pair) for pair in pairs if pair[0] == "limit" and pair[1] != "*"]
        self.texts = [text for _, text in pairs]

    def holds(self, version):
        if self.limits and not any(version < limit for limit in self.limits):
            return False
        vulnerable = False
        for at, kind in self.events:
            if kind == "introduced" and version >= at:
                vulnerable = True
            elif kind == "fixed" and version >= at:
                vulnerable = False
            elif kind == "last_affected" and version > at:
                vulnerable = False
        return vulnerable


class Record:
    """What one live record says of one package."""

    def __init__(self, identifier):
        self.id = identifier
        self.ranges = []
        self.texts = set()
        self.versions = set()

    def add(self, affected):
        raw = [r for r in affected.get("ranges") or () if r.get("type") == "ECOSYSTEM"]
        self.ranges.extend(Range(r) for r in raw)
        self.texts.update(affected.get("versions") or ())
        self.versions = {parse(text) for text in self.texts} - {None}

    @property
    def bounds(self):
        return {text for r in self.ranges for text in r.texts if text not in ("0", "*")}

    @property
    def is_odd(self):
        return any(parse(text) is None for text in self.bounds)

    def affects(self, text):
        version = parse(text)
        if text in self.texts or (version is not None and version in self.versions):
            return True
        return version is not None and any(r.holds((1, version)) for r in self.ranges)


def read(path):
    if path.is_dir():
        for file in sorted(path.glob("**/*.json")):
            yield json.loads(file.read_bytes())
        return
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def collect(path):
    packages = collections.defaultdict(dict)
    for raw in read(path):
        if raw.get("withdrawn"):
            continue
        for affected in raw.get("affected") or ():
            package = affected.get("package") or {}
            if package.get("ecosystem") != "PyPI":
                continue
            records = packages[canonicalize_name(package["name"])]
            records.setdefault(raw["id"], Record(raw["id"])).add(affected)
    return packages


def versions_to_ask(records):
    texts = set().union(*(record.texts for record in records))
    for record in records:
        for bound in record.bounds:
            if parse(bound) is not None:
                texts.update([bound, *(bound + trap for trap in TRAPS if parse(bound + trap) is not None)])
    return sorted(texts)


def answer(name, by_id):
    records = [by_id[identifier] for identifier in sorted(by_id)]
    answers = [
        [text, [index for index, record in enumerate(records) if record.affects(text)]]
        for text in versions_to_ask(records)
    ]
    odd = [index for index, record in enumerate(records) if record.is_odd]
    return {"name": name, "records": [record.id for record in records], "odd": odd, "answers": answers}


def main(arguments):
    packages = collect(pathlib.Path(arguments[0]))
    chosen = arguments[2:] if arguments[1:2] == ["--package"] else sorted(packages)
    for name in chosen:
        print(json.dumps(answer(name, packages[name]), separators=(",", ":"), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
