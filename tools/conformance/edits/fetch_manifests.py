"""Fetches the manifests in real sdists, as ../mentions/fetch.py fetches other files: nothing is built, unpacked to disk or run.

    python3 fetch_manifests.py FOLDER [VERSIONS] NAME...
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "mentions"))
import fetch  # noqa: E402

fetch.WANTED = re.compile(
    r"(?:^|/)(?:pyproject\.toml|setup\.cfg|Pipfile|[^/]*(?:requirements|constraints)[^/]*\.(?:txt|in)|requirements/[^/]*\.(?:txt|in)|[^/]*\.py)$"
)
fetch.MENTIONS = fetch.WANTED
# Of what is Python only scripts that say what they need (PEP 723).
fetch.KEPT = lambda path, content: not path.endswith(".py") or re.search(rb"^# /// script\r?$", content, re.M) is not None

if __name__ == "__main__":
    arguments = sys.argv[2:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 2
    fetch.main(Path(sys.argv[1]), count, arguments)
