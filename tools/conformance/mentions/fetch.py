"""Fetches what real sdists mention: tox.ini, tox.toml, .pre-commit-config.yaml, Dockerfiles, notebooks.

    python3 fetch.py FOLDER [VERSIONS] NAME...

For each NAME, sdists of at most VERSIONS versions (default 2), spread over its history, are taken from the index that
pip is set up for, through pip's own finder. Nothing is built, installed, unpacked to disk or run: the files are read out
of the archive, with the requirements files around them. FOLDER/NAME-VERSION/ holds them.
"""

import io
import re
import sys
import tarfile
from pathlib import Path

from pip._internal.cli.req_command import RequirementCommand
from pip._internal.commands import create_command

LARGEST = 12_000_000
WANTED = re.compile(
    r"(?:^|/)(?:tox\.(?:ini|toml)|\.pre-commit-config\.yaml|(?:Dockerfile|Containerfile)[^/]*|[^/]*\.Dockerfile|[^/]*\.ipynb|[^/]*requirements[^/]*\.txt)$"
)
# Whether a file is to be kept, by what is in it.
KEPT = lambda path, content: True  # noqa: E731
MENTIONS = re.compile(r"tox\.|pre-commit|ockerfile|Containerfile|\.ipynb$")


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
                    print(target.name, keep(session, candidate.link.url_without_fragment, target), flush=True)


def sdists(finder, name):
    found = [one for one in finder.find_all_candidates(name) if one.link.filename.endswith(".tar.gz")]
    # Older sdists are of a time before all of these files.
    return sorted({one.version: one for one in found}.values(), key=lambda one: one.version)[len(found) // 3 :]


def spread(candidates, count):
    if len(candidates) <= count:
        return candidates
    return [candidates[round((at + 1) * (len(candidates) - 1) / count)] for at in range(count)]


def keep(session, url, target):
    response = session.get(url, headers={"Accept-Encoding": "identity"}, timeout=30)
    if response.status_code != 200 or len(response.content) > LARGEST:
        return "not taken"
    kept = {}
    with tarfile.open(fileobj=io.BytesIO(response.content)) as archive:
        for member in archive:
            path = "/".join(member.name.split("/")[1:])
            if member.isfile() and WANTED.search(path) and ".." not in path:
                content = archive.extractfile(member).read()
                if KEPT(path, content):
                    kept[path] = content
    mentions = [path for path in kept if MENTIONS.search(path)]
    if not mentions:
        return "nothing"
    for path, content in uncommented(kept):
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return f"{len(mentions)} kept"


def uncommented(kept):
    """The files; and notebooks whose commands are comments, as most of them are, once more with the commands at work."""
    for path, content in kept.items():
        yield path, content
        if path.endswith(".ipynb"):
            changed = re.sub(rb'"#\s*([%!]\s*pip3? install)', rb'"\1', content)
            if changed != content:
                yield f"{path[: -len('.ipynb')]}-uncommented.ipynb", changed


if __name__ == "__main__":
    arguments = sys.argv[2:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 2
    main(Path(sys.argv[1]), count, arguments)
