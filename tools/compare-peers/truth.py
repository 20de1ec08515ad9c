"""What is true of every pin of a workload, and what a reader must know to explain a peer's answer.

    python truth.py BENCH OSV_ZIP requirements.txt …      (BENCH holds osv_reference.py; needs `packaging`)

One JSON object: for each file, its pins, each with every record that names the package. `affected` is the evaluation of
the OSV schema over PEP 440 with ranges that have a readable bound only; `served` is what a service answers that takes an
unreadable bound as below every version.
"""

import json
import pathlib
import sys


def facts(reference, record, name, text):
    version = reference.V(text)
    entries = record.by_name[name]
    ranges = [r for entry in entries for r in entry.get("ranges") or ()]
    ecosystem = [r for r in ranges if r.get("type") == "ECOSYSTEM"]
    odd = [any(key is None for key, _, _ in reference.range_events(r)) for r in ecosystem]
    listed = any(reference.in_versions(entry, version, text) for entry in entries)
    held = [reference.in_range(r, version) for r in ecosystem]
    texts = [t for entry in entries for t in entry.get("versions") or ()]
    applying = [f for f in reference.fixes(record, name, version) if not f.is_prerelease]
    return {
        "id": record.id,
        "aliases": list(record.aliases),
        "withdrawn": record.withdrawn,
        "affected": not record.withdrawn and (listed or any(h for h, o in zip(held, odd) if not o)),
        "served": not record.withdrawn and (listed or any(held)),
        "oddBound": any(odd),
        "oddFix": any("fixed" in e and reference.V(e["fixed"]) is None for r in ecosystem for e in r["events"]),
        "decidable": bool(texts) or not all(odd),
        "severalIntervals": any(sum("introduced" in e for e in r["events"]) > 1 for r in ecosystem),
        "gitFirst": any(git_first(entry) for entry in entries),
        "listed": listed,
        "listedAsText": text in texts,
        "lists": bool(texts),
        "namedAsText": any(entry["package"]["name"] == name for entry in entries),
        "fixes": [str(f) for f in reference.fixes(record, name)],
        "fix": str(applying[0]) if applying else None,
    }


def git_first(entry):
    kinds = [r.get("type") for r in entry.get("ranges") or ()]
    return "ECOSYSTEM" in kinds and kinds[0] not in ("ECOSYSTEM", "SEMVER")


def pins(reference, database, file):
    for line in file.read_text().splitlines():
        name, separator, version = line.strip().partition("==")
        if not separator or line.startswith("#"):
            continue
        name = reference.canonicalize_name(name)
        records = database.idx.get(name, ())
        yield {
            "name": name,
            "version": version,
            "records": [facts(reference, record, name, version) for record in records],
        }


def main(bench, archive, *files):
    sys.path.insert(0, bench)
    import osv_reference as reference

    database = reference.DB(archive)
    print(json.dumps({file: list(pins(reference, database, pathlib.Path(file))) for file in files}))


main(*sys.argv[1:])
