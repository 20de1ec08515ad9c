"""Locks each project with a real tool, then lets that tool change one package after the other to a release that is drawn, and keeps the lock before and
after each change: FOLDER/TOOL/PROJECT/NUMBER/{before,after,manifest,case.json}.

    python3 make.py FOLDER TOOL [STEPS]     TOOL: uv, poetry, pdm, pipenv, or PATH=uv for another release of it
"""

import json
import os
import random
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from packaging.version import Version
from projects import PROJECTS
from tools import TOOLS

INDEX = os.environ.get("PYWARD_TEST_INDEX")


def versions(name):
    """Releases that are final, have a file that is not yanked, and are not older than the last dozen."""
    request = urllib.request.Request(
        f"{INDEX}/{name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    page = json.load(urllib.request.urlopen(request, timeout=60))
    found = set()
    for file in page["files"]:
        match = re.match(r"^[A-Za-z0-9_.]+?-(\d[0-9.]*)(?:-|\.tar\.gz$)", file["filename"])
        if match and not file.get("yanked"):
            found.add(match[1].rstrip("."))
    return [str(v) for v in sorted(Version(text) for text in found)][-int(os.environ.get("PYWARD_TEST_WINDOW", "12")) :]


def run(words, cwd):
    try:
        return subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=180, env=os.environ)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, 1, "", "it takes too long")


def main():
    folder, name = Path(sys.argv[1]).resolve(), sys.argv[2]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 8
    tool = TOOLS[name.split("=")[-1].split(":")[0]](name)
    only = os.environ.get("ONLY")
    for project, (python, requirements) in PROJECTS.items():
        if only and project not in only.split(","):
            continue
        draw = random.Random(f"{tool.id} {project}")
        work = folder / tool.id / project / "work"
        if (work.parent / "done").exists():
            continue
        work.mkdir(parents=True, exist_ok=True)
        tool.manifest(work, python, requirements)
        first = run(tool.lock(), work)
        if first.returncode != 0:
            print(tool.id, project, "cannot be locked:", first.stderr[-300:], flush=True)
            continue
        made = 0
        for _ in range(steps * 3):
            if made == steps:
                break
            before = (work / tool.file).read_bytes()
            locked = tool.locked(before.decode())
            package = draw.choice(sorted(locked))
            try:
                others = [v for v in versions(package) if v != locked[package]]
            except Exception as error:
                print(package, error)
                continue
            if not others:
                continue
            version = draw.choice(others)
            manifest = tool.before_change(work, package, version)
            changed = run(tool.change(package, version), work)
            restored = tool.after_change(work, manifest) is None or run(tool.restore(), work).returncode == 0
            after = (work / tool.file).read_bytes()
            if changed.returncode != 0 or not restored or before == after:
                (work / tool.file).write_bytes(before)
                continue
            case = work.parent / f"{made:02}"
            case.mkdir(exist_ok=True)
            (case / "before").write_bytes(before)
            (case / "after").write_bytes(after)
            (case / "manifest").write_bytes((work / tool.manifest_file).read_bytes())
            (case / "case.json").write_text(
                json.dumps({"tool": tool.id, "file": tool.file, "package": package, "version": version})
            )
            made += 1
        (work.parent / "done").write_text("")
        print(tool.id, project, made, "changes", flush=True)


main()
