"""Locks each project with a real tool, then lets that tool change one package after the other to a release that is drawn, and keeps the lock before and
after each change: FOLDER/TOOL/PROJECT/NUMBER/{before,after,manifest,case.json}.

    python3 make.py FOLDER TOOL [STEPS]     TOOL: uv, poetry, pdm, pdm:STRATEGY, pipenv, another of tools.py, or PATH=uv for another release of it

`TOOL+pins`: the manifest names each release, and the change is made there, too. The index is PYWARD_TEST_INDEX, or else pip's; the tools are in PEERS, or
else on the path; a Python for what asks for 3.12 is PYWARD_TEST_PYTHON, or else looked for.
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
import places  # noqa: F401  (sets the environment that the tools are run in)
from projects import PROJECTS, VARIED
from tools import TOOLS

INDEX = places.INDEX


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
    folder, name = Path(sys.argv[1]).resolve(), sys.argv[2].removesuffix("+pins")
    if sys.argv[2] != name:
        return pins(folder, TOOLS[name](name), int(sys.argv[3]) if len(sys.argv) > 3 else 4)
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 8
    tool = TOOLS[name.split("=")[-1].split(":")[0]](name)
    only = os.environ.get("ONLY")
    for project, (python, requirements, *groups) in {**PROJECTS, **VARIED}.items():
        if only and project not in only.split(","):
            continue
        draw = random.Random(f"{tool.id} {project}")
        work = folder / tool.id / project / "work"
        if (work.parent / "done").exists():
            continue
        work.mkdir(parents=True, exist_ok=True)
        tool.manifest(work, python, requirements, *groups)
        first = run(tool.lock(), work)
        if first.returncode != 0:
            print(tool.id, project, "cannot be locked:", first.stderr[-300:], flush=True)
            continue
        # What a tool changes when it is told to change nothing is not our business.
        if tool.id != "pip-lock":
            run(tool.lock(), work)
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
                if os.environ.get("VERBOSE"):
                    print(package, version, changed.returncode, restored, changed.stderr[-200:], flush=True)
                continue
            case = work.parent / f"{made:02}"
            case.mkdir(exist_ok=True)
            (case / "before").write_bytes(before)
            (case / "after").write_bytes(after)
            (case / "manifest").write_bytes((work / tool.manifest_file).read_bytes())
            (case / "case.json").write_text(
                json.dumps({"tool": tool.id, "file": tool.file, "manifest": tool.manifest_file, "package": package, "version": version})
            )
            made += 1
        (work.parent / "done").write_text("")
        print(tool.id, project, made, "changes", flush=True)


def pins(folder, tool, steps):
    """The manifest names each release, and what is drawn changes there, too."""
    for project, (python, requirements, *groups) in {**PROJECTS, **VARIED}.items():
        place = folder / f"{tool.id}+pins" / project
        only = os.environ.get("ONLY")
        if (place / "done").exists() or (only and project not in only.split(",")):
            continue
        draw = random.Random(f"pins {tool.id} {project}")
        work = place / "work"
        work.mkdir(parents=True, exist_ok=True)
        asked = [re.fullmatch(r"([\w.-]+(?:\[.*?\])?)[^;]*(;.*)?", one).groups() for one in requirements]
        names, marker = [name for name, _ in asked], {name: marker or "" for name, marker in asked}
        try:
            tool.manifest(work, python, requirements, *groups)
            if run(tool.lock(), work).returncode != 0:
                continue
            locked = tool.locked((work / tool.file).read_text())
            chosen = {one: locked[one.split("[")[0].lower()] for one in names}
        except KeyError:
            continue
        made = 0
        for _ in range(steps * 3):
            if made == steps:
                break
            tool.manifest(work, python, [f"{one}=={version}{marker[one]}" for one, version in chosen.items()], *groups)
            if run(tool.lock(), work).returncode != 0:
                break
            before = [(work / one).read_bytes() for one in (tool.file, tool.manifest_file)]
            one = draw.choice(names)
            others = [v for v in versions(one.split("[")[0]) if v != chosen[one]]
            if not others:
                continue
            changed = {**chosen, one: draw.choice(others)}
            tool.manifest(work, python, [f"{name}=={version}{marker[name]}" for name, version in changed.items()], *groups)
            if run(tool.lock(), work).returncode != 0:
                continue
            case = place / f"{made:02}"
            case.mkdir(exist_ok=True)
            (case / "before").write_bytes(before[0])
            (case / "manifest").write_bytes(before[1])
            (case / "after").write_bytes((work / tool.file).read_bytes())
            (case / "manifest-after").write_bytes((work / tool.manifest_file).read_bytes())
            (case / "case.json").write_text(json.dumps({"tool": tool.id, "file": tool.file, "package": one}))
            chosen = changed
            made += 1
        (place / "done").write_text("")
        print(tool.id, project, made, "pins", flush=True)


main()
