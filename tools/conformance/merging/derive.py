"""An OSV zip in which several suppliers speak of one flaw, made of one in which one does.

    python derive.py ZIP NEW

Each record is kept, and by a digest of its id gets none or more twins that have it or its CVE as an alias: of GHSA, CVE or MAL ids, with the same
ranges, with `fixed` as `last_affected`, with a fix at another bound of the package, or withdrawn. The same input gives the same zip.
"""

import copy
import hashlib
import json
import sys
import zipfile
from collections import defaultdict


def bounds_of(records):
    bounds = defaultdict(set)
    for record in records:
        for affected in record.get("affected") or []:
            for one in affected.get("ranges") or []:
                if one.get("type") == "ECOSYSTEM":
                    for event in one["events"]:
                        bounds[affected["package"]["name"]].update(v for v in event.values() if v != "0")
    return {name: sorted(versions) for name, versions in bounds.items()}


def twin_of(record, supplier, way, bounds):
    twin = copy.deepcopy(record)
    digest = hashlib.sha256(f"{record['id']} {supplier}".encode()).hexdigest()
    twin["id"] = f"{supplier}-2099-{digest[:12]}"
    shared = [alias for alias in record.get("aliases", []) if alias.startswith("CVE-")]
    twin["aliases"] = shared[:1] if way % 2 and shared else [record["id"]]
    if way == 4:
        twin["withdrawn"] = "2026-01-01T00:00:00Z"
    for affected in twin.get("affected") or []:
        known = bounds[affected["package"]["name"]] if affected["package"]["name"] in bounds else []
        if way in (2, 3):
            affected["versions"] = []
        for one in affected.get("ranges") or []:
            if one.get("type") != "ECOSYSTEM":
                continue
            for event in one["events"]:
                if "fixed" not in event:
                    continue
                if way == 2:
                    event["last_affected"] = event.pop("fixed")
                elif way == 3:
                    event["fixed"] = known[int(digest, 16) % len(known)]
    return twin


def main(source, target):
    with zipfile.ZipFile(source) as archive:
        records = [json.loads(archive.read(name)) for name in sorted(archive.namelist())]
    bounds = bounds_of(records)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for record in records:
            number = hashlib.sha256(record["id"].encode()).digest()
            twins = [
                twin_of(record, supplier, number[at] % 5, bounds)
                for at, supplier in enumerate(("GHSA", "CVE", "MAL"))
                if number[at + 3] % 3 == 0
            ]
            for one in [record, *twins]:
                archive.writestr(zipfile.ZipInfo(f"{one['id']}.json"), json.dumps(one))


if __name__ == "__main__":
    main(*sys.argv[1:3])
