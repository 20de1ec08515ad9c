"""What was public on a day, worked out from raw records without pyward, beside what `pyward audit --as-of` finds.

    python tools/conformance/as-of/reference.py ZIP DAY PYWARD REQUIREMENTS…

Needs `packaging`. PYWARD is the front door (bin/pyward.js), started by `node`. For each pin of each file: the records of the package that were not withdrawn by the
end of the day are joined by ids and aliases; a group counts whose earliest date (published, or the last day of the year of a CVE id)
is not later, or that has none; it is found if one of its records affects the version, as the OSV schema evaluates it. A range with a bound
that is no version says nothing where versions are listed beside it; where none are, or there is neither, nobody can tell: such groups are compared
apart. Ends with 1 if anything differs.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import Version

sys.path.insert(0, str(Path(__file__).parent.parent / "db-diff"))
from reference import events, in_range, read, version, version_strictly  # noqa: E402


def time(text):
    """A moment in whole seconds; None where the text is none."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment.replace(microsecond=0, tzinfo=moment.tzinfo or timezone.utc)


def ids_of(record):
    return {one.upper() for one in [record["id"], *record.get("aliases", [])]}


def dates_of(record):
    years = [re.match(r"CVE-(\d{4})-", one) for one in ids_of(record)]
    ends = [datetime(int(year[1]), 12, 31, tzinfo=timezone.utc) for year in years if year]
    published = time(record.get("published"))
    return ends + ([published] if published else [])


def is_live(record, moment):
    withdrawn = record.get("withdrawn")
    if not withdrawn:
        return True
    return (time(withdrawn) or time(record.get("modified")) or moment) > moment


def groups_of(records):
    """Lists of records that share an id or an alias, in however many steps."""
    groups = []
    for record, entries in records:
        ids = ids_of(record)
        joined = [group for group in groups if group["ids"] & ids]
        groups = [group for group in groups if not group["ids"] & ids]
        members = [one for group in joined for one in group["members"]] + [(record, entries)]
        groups.append({"ids": ids.union(*(group["ids"] for group in joined)), "members": members})
    return [group["members"] for group in groups]


def is_public(members, moment):
    dates = [date for record, _ in members for date in dates_of(record)]
    return not dates or min(dates) <= moment


def answer_of(entries, asked):
    """ "yes", "no", or "unknown"."""
    answer = "no"
    for entry in entries:
        listed = entry.get("versions", [])
        if any(text == asked or version_strictly(text) == asked for text in listed):
            return "yes"
        ranges = [one for one in entry.get("ranges", []) if one["type"].upper() == "ECOSYSTEM"]
        for one in ranges:
            texts = [text for event in one["events"] for text in event.values()]
            if any(text != "0" and version(text) is None for text in texts):
                answer = answer if listed else "unknown"
            elif not isinstance(asked, str) and in_range(next(events({"ranges": [one]})), asked):
                return "yes"
        if not ranges and not listed:
            answer = "unknown"
    return answer


def expected_of(name, text, by_package, moment):
    """The groups that are found and those of which nobody can tell, each as its records' ids."""
    asked = version_strictly(text) or text
    live = [(record, entries) for record, entries in by_package.get(name, []) if is_live(record, moment)]
    found = set()
    for members in groups_of(live):
        answers = {answer_of(entries, asked) for _, entries in members}
        if is_public(members, moment) and answers != {"no"}:
            certainty = "affected" if "yes" in answers else "undecided"
            found.add((certainty, *sorted(record["id"].upper() for record, _ in members)))
    return found


def found_by(pyward, file, zip_path, day):
    command = ["node", pyward, "audit", "-r", file, "--database", zip_path, "--as-of", day, "-f", "json", "--exit-zero", "--quiet"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = defaultdict(set)
    for finding in report["findings"]:
        if finding["kind"] not in ("vulnerability", "malware"):
            continue
        key = (canonicalize_name(finding["package"]), Version(finding["version"]) if version_strictly(finding["version"]) else finding["version"])
        certainty = "undecided" if finding["confidence"] == "undecided" else "affected"
        found[key].add((certainty, *sorted(record["id"].upper() for record in finding["records"])))
    return found


def main(zip_path, day, pyward, *files):
    moment = datetime.fromisoformat(f"{day}T23:59:59+00:00")
    by_package = defaultdict(list)
    for record, entries in read(zip_path).values():
        for name, own in entries.items():
            by_package[name].append((record, own))
    differences = 0
    for file in files:
        found = found_by(pyward, file, zip_path, day)
        pins = set(re.findall(r"^([\w.-]+)==([^\s;\\]+)", Path(file).read_text(encoding="utf8"), re.M))
        groups = 0
        for name, text in sorted(pins):
            key = (canonicalize_name(name), version_strictly(text) or text)
            expected = expected_of(key[0], text, by_package, moment)
            groups += len(expected)
            for one in sorted(expected ^ found.pop(key, set())):
                differences += 1
                side = "the reference" if one in expected else "pyward"
                print(f"{name} {text}: only {side} has {' '.join(one)}")
        for (name, text), others in found.items():
            differences += len(others)
            print(f"{name} {text}: pyward finds what is not pinned")
        print(f"{Path(file).parent.name}: {len(pins)} pins, {groups} flaws")
    print(f"{differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
