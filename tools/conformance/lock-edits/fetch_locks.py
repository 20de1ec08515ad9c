"""Fetches the locks in real sdists, with the manifests beside them, as ../mentions/fetch.py fetches other files: nothing is built or run.

    python3 fetch_locks.py FOLDER [VERSIONS] NAME...
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "mentions"))
import fetch  # noqa: E402

fetch.MENTIONS = re.compile(r"(?:^|/)(?:(?:uv|poetry|pdm)\.lock|Pipfile\.lock|pylock(?:\.[^./]+)?\.toml)$")
fetch.WANTED = re.compile(rf"{fetch.MENTIONS.pattern}|(?:^|/)(?:pyproject\.toml|Pipfile)$")

if __name__ == "__main__":
    arguments = sys.argv[2:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 2
    fetch.main(Path(sys.argv[1]), count, arguments)
