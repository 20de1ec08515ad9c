"""Groups of records, disagreements and fixes, by a second reading of the OSV schema with the library packaging.

    python reference.py DATABASE FILE

DATABASE is an OSV zip or a folder of JSON records; FILE is what measure.ts wrote for it. Exit code 1 where they differ.
Records are joined by id and alias, the withdrawn ones left out. A version that is no PEP 440 is not asked about here.
"""

import itertools
import json
import os
import re
import sys
import zipfile
from collections import defaultdict

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version


def records_of(place):
    if os.path.isdir(place):
        for folder, _, names in sorted(os.walk(place)):
            for name in sorted(names):
                if name.endswith(".json"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        yield json.load(file)
        return
    with zipfile.ZipFile(place) as archive:
        for name in archive.namelist():
            yield json.loads(archive.read(name))


def parse(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


class Said:
    """What one record says of one package."""

    def __init__(self, record):
        self.id = record["id"]
        self.names = {name.upper() for name in [record["id"], *record.get("aliases", [])]}
        self.ranges, self.versions, self.fixed, self.odd, self.unread = [], set(), set(), False, False

    def add(self, affected):
        for text in affected.get("versions") or []:
            version = parse(text)
            if version is not None:
                self.versions.add(version)
            self.unread |= version is None
        for one in affected.get("ranges") or []:
            if one.get("type") != "ECOSYSTEM":
                continue
            events = []
            for event in one.get("events", []):
                for kind, text in event.items():
                    version = Version("0.dev0") if text == "0" and kind == "introduced" else parse(text)
                    if version is None:
                        self.odd = True
                    else:
                        events.append((kind, version, text))
                        if kind == "fixed":
                            self.fixed.add(version)
            self.ranges.append(events)

    def speaks(self):
        """It names a version: else nobody can say what it affects, and it denies nothing."""
        return bool(self.versions or self.unread or any(self.ranges))

    def affects(self, version):
        return version in self.versions or any(within(version, events) for events in self.ranges)


def within(version, events):
    """IncludedInRanges and BeforeLimits of the OSV schema ("Evaluation"), word for word."""
    limits = [(bound, text) for kind, bound, text in events if kind == "limit"]
    if limits and not any(text == "*" or version < bound for bound, text in limits):
        return False
    affected = False
    for kind, bound, text in timeline(events):
        if kind == "introduced" and (text == "0" or version >= bound):
            affected = True
        elif kind == "fixed" and version >= bound:
            affected = False
        elif kind == "last_affected" and version > bound:
            affected = False
    return affected


def timeline(events):
    """sorted(range.events): by version. Of those at one version, whose order the schema leaves open, the one in which most of them change what holds, else the record's own."""
    line, holds = [], False
    for _, group in itertools.groupby(sorted((e for e in events if e[0] != "limit"), key=lambda e: e[1]), key=lambda e: e[1]):
        here = list(group)
        tries = [[*order] for order in itertools.permutations(here)] if 1 < len(here) < 6 else [here]
        results = [(changes(order, holds), order) for order in tries]
        (count, after), chosen = max(results, key=lambda result: result[0][0])
        line += chosen
        holds = after
    return line


def changes(order, holds):
    count = 0
    for kind, _, _ in order:
        if (kind == "introduced") != holds:
            holds, count = not holds, count + 1
    return count, holds


def groups_of(said):
    groups = []
    for one in said:
        joined = [group for group in groups if group["names"] & one.names]
        whole = {"names": set(one.names), "members": [one]}
        for group in joined:
            groups.remove(group)
            whole["names"] |= group["names"]
            whole["members"] += group["members"]
        groups.append(whole)
    return groups


def read(place):
    packages = defaultdict(dict)
    for record in records_of(place):
        if record.get("withdrawn"):
            continue
        for affected in record.get("affected") or []:
            package = affected.get("package") or {}
            if not re.match(r"pypi(:|$)", package.get("ecosystem", ""), re.I):
                continue
            name = canonicalize_name(package["name"])
            packages[name].setdefault(record["id"], Said(record)).add(affected)
    return packages


def main(place, file):
    packages, seen = read(place), set()
    groups = {name: groups_of(list(said.values())) for name, said in packages.items()}
    asked, differences, counts = defaultdict(set), [], defaultdict(int)
    answers = {}
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            answer = json.loads(line)
            key = (answer["name"], answer["version"])
            ids = frozenset(record["id"] for record in answer["records"])
            answers[(*key, ids)] = answer
            asked[answer["name"]].add(answer["version"])
    for name, of_package in groups.items():
        for group in of_package:
            members = group["members"]
            ids = frozenset(member.id for member in members)
            if any(member.odd for member in members):
                counts["skipped (a bound that is no version)"] += 1
                continue
            counts["groups"] += 1
            counts["groups of several records"] += len(members) > 1
            for text in asked[name]:
                version = parse(text)
                if version is None:
                    continue
                answer = answers.get((name, text, ids))
                seen.add((name, text, ids))
                affecting = {member.id for member in members if member.affects(version)}
                said = set() if answer is None else {r["id"] for r in answer["records"] if r["affected"]}
                counts["answers"] += 1
                if affecting != said:
                    differences.append(f"{name} {text}: {sorted(affecting)} by the reference, {sorted(said)} by pyward")
                    continue
                if not affecting:
                    continue
                split = any(m.id not in affecting and m.speaks() for m in members)
                counts["disagreements"] += split
                told = {record["id"] for record in answer["records"] if record["told"]}
                speaking = {m.id for m in members if m.speaks()} if split else set()
                if told != speaking or split and answer["confidence"] != "disputed":
                    differences.append(f"{name} {text}: {sorted(ids)} disagree: {split}; pyward says {answer['confidence']}")
                clean = sorted(
                    bound
                    for member in members
                    for bound in member.fixed
                    if bound > version and not bound.is_prerelease and not any(m.affects(bound) for m in members)
                )
                fix = clean[0] if clean else None
                got = None if answer["fix"] is None else Version(answer["fix"])
                counts["fixes"] += got is not None
                if fix != got:
                    differences.append(f"{name} {text} {sorted(ids)}: fix {fix} by the reference, {got} by pyward")
    joined = {(name, frozenset(m.id for m in group["members"])) for name, of in groups.items() for group in of}
    for name, text, ids in answers:
        if (name, ids) not in joined:
            differences.append(f"{name} {text}: pyward joins {sorted(ids)}")
    for line in differences[:20]:
        print(line)
    print(f"{', '.join(f'{count} {what}' for what, count in counts.items())}: {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
