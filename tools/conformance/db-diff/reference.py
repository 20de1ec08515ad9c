"""What differs between two OSV zips, worked out without pyward, beside what `pyward db diff --json` says.

    pyward db diff OLD.zip NEW.zip --json > diff.json
    python tools/conformance/db-diff/reference.py OLD.zip NEW.zip diff.json

Needs `packaging`. Compares the ids that are new, removed, withdrawn and restored, and those that affect other versions: each
version that either record of a pair names, and what follows it at once, is evaluated as the OSV schema says. Ends with 1 if
anything differs.
"""

import json
import re
import sys
import zipfile
from collections import defaultdict
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version


def read(path):
    """Live and withdrawn records that name a package of PyPI, by id."""
    records = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                record = json.loads(archive.read(name))
                entries = defaultdict(list)
                for entry in record.get("affected", []):
                    package = entry.get("package", {})
                    if re.match(r"pypi(:|$)", package.get("ecosystem", ""), re.I):
                        entries[canonicalize_name(package["name"].strip())].append(entry)
                if entries:
                    records[record["id"].upper()] = (record, entries)
    return records


def version(text):
    """Exporters write a missing update field as -NA."""
    for candidate in (text, re.sub(r"-NA$", "", text, flags=re.I)):
        try:
            return Version(candidate)
        except InvalidVersion:
            pass
    return None


def events(entry):
    for one in entry.get("ranges", []):
        if one["type"].upper() == "ECOSYSTEM":
            found = [(kind, text) for event in one["events"] for kind, text in event.items()]
            yield [(version(text), kind) for kind, text in found if text == "0" or version(text)]


def named(entries):
    """As text, with what follows each version that has neither post, dev nor local part."""
    texts = {text for entry in entries for text in entry.get("versions", [])}
    bounds = {bound for entry in entries for one in events(entry) for bound, _ in one}
    bounds |= {version(text) for text in texts if version(text)}
    after = {Version(f"{one}.post0.dev0") for one in bounds if one.post is None and one.dev is None and not one.local}
    return bounds | after | {Version("0.dev0")} | {text for text in texts if not version(text)}


# At one version a stretch ends before the next begins, as in tools/conformance/matching.
ORDER = {"fixed": 0, "limit": 0, "introduced": 1, "last_affected": 2}


def in_range(events_of_range, asked):
    limits = [bound for bound, kind in events_of_range if kind == "limit"]
    if limits and not any(asked < limit for limit in limits):
        return False
    vulnerable = False
    for bound, kind in sorted(events_of_range, key=lambda event: (is_start(event), event[0], ORDER[event[1]])):
        if kind == "introduced" and (bound == Version("0") or asked >= bound):
            vulnerable = True
        elif kind == "fixed" and asked >= bound:
            vulnerable = False
        elif kind == "last_affected" and asked > bound:
            vulnerable = False
    return vulnerable


def is_start(event):
    return not (event[1] == "introduced" and event[0] == Version("0"))


def affects(entries, asked):
    if isinstance(asked, str):
        return any(asked in entry.get("versions", []) for entry in entries)
    for entry in entries:
        if any(version_strictly(text) == asked for text in entry.get("versions", [])):
            return True
        if any(in_range(one, asked) for one in events(entry)):
            return True
    return False


def version_strictly(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


def is_changed(old, new):
    if set(old) != set(new):
        return True
    for name in old:
        if json.dumps(old[name], sort_keys=True) == json.dumps(new[name], sort_keys=True):
            continue
        asked = named(old[name]) | named(new[name])
        if any(affects(old[name], one) != affects(new[name], one) for one in asked):
            return True
    return False


def main(old_path, new_path, diff_path):
    old, new = read(old_path), read(new_path)
    both = old.keys() & new.keys()
    gone = {id for id in both if not old[id][0].get("withdrawn") and new[id][0].get("withdrawn")}
    back = {id for id in both if old[id][0].get("withdrawn") and not new[id][0].get("withdrawn")}
    expected = {
        "new": new.keys() - old.keys(),
        "removed": old.keys() - new.keys(),
        "withdrawn": gone,
        "restored": back,
        "affected": {id for id in both if is_changed(old[id][1], new[id][1])},
    }
    with open(diff_path, encoding="utf8") as file:
        records = json.load(file)["records"]
    said = {kind: {one["id"].upper() for one in records if one["change"] == kind} for kind in expected}
    said["affected"] = {one["id"].upper() for one in records if one["isAffectedChanged"]}
    differences = 0
    for kind, ids in expected.items():
        for id in sorted(ids ^ said[kind]):
            print(f"{kind}: only {'the reference' if id in ids else 'pyward'} has {id}")
        differences += len(ids ^ said[kind])
    print(", ".join(f"{len(ids)} {kind}" for kind, ids in expected.items()) + f": {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
