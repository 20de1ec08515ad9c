"""Fetches the setup.py of real sdists, with what setuptools made of it when its author built the sdist.

    python3 fetch.py FOLDER [VERSIONS] NAME...

For each NAME, sdists of at most VERSIONS versions (default 10), spread over its history, are taken from the index that
pip is set up for, through pip's own finder. Nothing is built, installed, unpacked to disk or run: setup.py and
requires.txt are read out of the archive. FOLDER/NAME-VERSION/ holds them.
"""

import io
import sys
import tarfile
from pathlib import Path

from pip._internal.cli.req_command import RequirementCommand
from pip._internal.commands import create_command

LARGEST = 3_000_000


def main(folder, versions, names):
    command = create_command("download")
    options, _ = command.parse_args(["--no-binary", ":all:", "--no-deps", "-q"])
    with command.main_context():
        session = command.get_default_session(options)
        finder = RequirementCommand._build_package_finder(command, options=options, session=session)
        for name in names:
            for candidate in spread(sdists(finder, name), versions):
                target = folder / f"{name}-{candidate.version}"
                if not target.exists():
                    print(target.name, keep(session, candidate.link.url_without_fragment, target))


def sdists(finder, name):
    found = [one for one in finder.find_all_candidates(name) if one.link.filename.endswith(".tar.gz")]
    return sorted({one.version: one for one in found}.values(), key=lambda one: one.version)


def spread(candidates, count):
    if len(candidates) <= count:
        return candidates
    return [candidates[round(at * (len(candidates) - 1) / (count - 1))] for at in range(count)]


def keep(session, url, target):
    response = session.get(url, headers={"Accept-Encoding": "identity"}, timeout=30)
    if response.status_code != 200 or len(response.content) > LARGEST:
        return "not taken"
    kept = {}
    with tarfile.open(fileobj=io.BytesIO(response.content)) as archive:
        for member in archive:
            path = member.name.split("/")
            wanted = path[1:] in (["setup.py"], ["setup.cfg"], ["pyproject.toml"]) or (
                path[-1] in ("requires.txt", "PKG-INFO") and path[-2].endswith(".egg-info")
            )
            if wanted and member.isfile() and path[-1] not in kept:
                kept[path[-1]] = archive.extractfile(member).read()
    if "setup.py" not in kept:
        return "no setup.py"
    target.mkdir(parents=True)
    for file, content in kept.items():
        (target / file).write_bytes(content)
    return "kept"


if __name__ == "__main__":
    arguments = sys.argv[2:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 10
    main(Path(sys.argv[1]), count, arguments)
