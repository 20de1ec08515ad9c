"""The tools' own checks of locks that pyward made (`compare.ts` leaves each as `made`), beside the manifest that they are of.

    python3 accepted.py FOLDER MOST     MOST: so many of each tool's folder, of as many projects as there are
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import places  # noqa: F401  (sets the environment that the tools are run in)

CHECKS = {
    "uv": ["uv", "lock", "--check"],
    "poetry": ["poetry", "check", "--lock"],
    "pdm": ["pdm", "lock", "--check"],
    "pipenv": ["pipenv", "verify"],
}


def cases(folder, most):
    """The first of each project, then the second of each."""
    made = [case for case in folder.glob("*/*") if (case / "made").exists()]
    return sorted(made, key=lambda case: (case.name, case.parent.name))[:most]


def is_accepted(check, case):
    facts = json.loads((case / "case.json").read_text())
    with tempfile.TemporaryDirectory() as place:
        after = case / "manifest-after"
        manifest = after if after.exists() else case / "manifest"
        name = facts.get("manifest", "Pipfile" if facts["file"] == "Pipfile.lock" else "pyproject.toml")
        (Path(place) / name).write_bytes(manifest.read_bytes())
        (Path(place) / facts["file"]).write_bytes((case / "made").read_bytes())
        done = subprocess.run(check, cwd=place, capture_output=True, text=True, timeout=180, env=os.environ)
        if done.returncode != 0:
            print(f"REFUSED {case}: {(done.stdout + done.stderr).strip()[-300:]}", flush=True)
        return done.returncode == 0


def main():
    folder, most = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    told, refused = [], 0
    for tool, check in CHECKS.items():
        chosen = [
            case
            for one in sorted(folder.iterdir())
            if one.name == tool or one.name.startswith(f"{tool}+")
            for case in cases(one, most)
        ]
        accepted = sum(is_accepted(check, case) for case in chosen)
        refused += len(chosen) - accepted
        told.append(f"{accepted} by {' '.join(check)}")
    print(f"locks accepted: {', '.join(told)}; {refused} refused")
    return 0 if refused == 0 else 1


sys.exit(main())
