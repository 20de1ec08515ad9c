"""Draws fixtures/sample.json, the part of the comparison that runs in the tests: `python sample.py OSV_ZIP_OR_DIRECTORY > fixtures/sample.json`.

Small packages only, so that many fit: first one for each trap in the data (below), then others by a fixed shuffle.
Of a record only what decides about versions is kept: id, aliases, withdrawn, ranges and enumerated versions.
"""

import collections
import json
import pathlib
import random
import sys

import reference

LIMIT = 150_000
LARGEST = 5_000

TRAPS = {
    "unsorted": lambda a: any(list(r.events) != [tuple(e) for e in raw_order(r)] for r in a.ranges),
    "several last_affected": lambda a: any(sum(kind == "last_affected" for _, kind in r.events) > 1 for r in a.ranges),
    "enumerated only": lambda a: a.texts and not a.ranges,
    "enumerated outside": lambda a: any(reference.parse(t) and not any(r.holds((1, reference.parse(t))) for r in a.ranges) for t in a.texts),
    "nothing enumerated": lambda a: not a.texts,
    "no bound": lambda a: not a.bounds,
    "not PEP 440 enumerated": lambda a: any(reference.parse(t) is None for t in a.texts),
    "epoch": lambda a: any("!" in t for t in a.texts | a.bounds),
    "not PEP 440 bound": lambda a: a.is_odd,
}


def raw_order(r):
    return [(reference.event_key(kind, text), kind) for kind, text in r.pairs]


def reduce(raw):
    kept = [
        {
            "package": {"ecosystem": "PyPI", "name": affected["package"]["name"]},
            "ranges": [{"type": r["type"], "events": r["events"]} for r in affected.get("ranges") or () if r["type"] != "GIT"],
            "versions": affected.get("versions") or [],
        }
        for affected in raw.get("affected") or ()
    ]
    record = {"id": raw["id"], "aliases": raw.get("aliases") or [], "affected": kept}
    return record | {key: raw[key] for key in ("withdrawn",) if raw.get(key)}


def main(path):
    packages = reference.collect(path)
    raw_by_name = collections.defaultdict(list)
    for raw in reference.read(path):
        for name in {reference.canonicalize_name(a["package"]["name"]) for a in raw.get("affected") or ()}:
            raw_by_name[name].append(raw)
    entries = {}
    for name in sorted(packages):
        if all(len({a["package"]["name"] for a in raw["affected"]}) == 1 for raw in raw_by_name[name]):
            records = [reduce(raw) for raw in raw_by_name[name]]
            entry = {"osv": records, **reference.answer(name, packages[name])}
            if len(json.dumps(entry)) <= LARGEST:
                entries[name] = entry
    order = sorted(entries)
    random.Random(1).shuffle(order)
    trapped = [
        next(name for name in order if any(is_trap(record) for record in packages[name].values()))
        for is_trap in TRAPS.values()
        if any(is_trap(record) for name in order for record in packages[name].values())
    ]
    chosen, size = {}, 0
    for name in [*trapped, *order]:
        size += 0 if name in chosen else len(json.dumps(entries[name], separators=(",", ":"))) + 2
        if size > LIMIT:
            break
        chosen[name] = entries[name]
    lines = [json.dumps(chosen[name], separators=(",", ":"), ensure_ascii=False) for name in sorted(chosen)]
    print("[\n" + ",\n".join(lines) + "\n]")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
