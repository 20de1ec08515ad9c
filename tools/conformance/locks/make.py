"""Lets the real tools lock every project, and prints what each tool itself reads in its lock.

    python make.py FOLDER [TOOL…]

One JSON object a line on stdout: {"id", "tool", "project", "source", "folder", "file", "views"} or {"id", "tool", "project", "failed"}. A view is
{"scopes", "packages"}: what the tool has for these scopes (null: for all of them). FOLDER keeps the tools, their caches and the locks: what is there is
not made again.
"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

import made
import manifests
import readings
from projects import PROJECTS, Project
from readings import Failed
from tools import TOOLS, Tool, environment, install

WORKERS = 2
# Where a strategy of PDM makes a difference.
STRATEGIC = ("empty", "extras", "groups", "markers", "forks", "private-forks", "paths", "git")
# What uv and pip write is read with their newest releases.
READERS = ("uv-0.13", "pip")
SECONDS = 150


def main(root: pathlib.Path, wanted: list[str]) -> None:
    made.make_all(root / "made")
    server = made.serve(root / "made")
    tools = [tool for tool in TOOLS if not wanted or tool.id in wanted]
    bins = {tool.id: install(tool, root / "tools") for tool in TOOLS if tool in tools or tool.id in READERS}
    index = os.environ.get("PIP_INDEX_URL") or default_index(bins["pip"])
    for tool in tools:
        if bins[tool.id] is None:
            print(f"{tool.id}: could not be installed (python{tool.python} is needed)", file=sys.stderr)
    jobs = [
        (tool, variant, project)
        for tool in tools
        if bins[tool.id] is not None
        for project in PROJECTS
        if project.only is None or tool.id.startswith(project.only)
        for variant in tool.variants
        if variant == "lock" or tool.id != "pdm-2.29" or project.id in STRATEGIC
    ]
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for answers in pool.map(lambda job: run(*job, bins[job[0].id], root, index), jobs):
            for answer in answers:
                print(json.dumps(answer), flush=True)
    server.shutdown()


def run(tool: Tool, variant: str, project: Project, bin: pathlib.Path, root: pathlib.Path, index: str) -> list[dict]:
    identity = {"id": f"{tool.id} {variant} {project.id}", "tool": tool.id, "project": project.id, "python": project.python}
    folder = root / "locks" / tool.id / variant / project.id
    env = environment(bin, root) | {"DEFAULT_INDEX": index}
    kept = folder / "views.json"
    if kept.exists():
        return json.loads(kept.read_text())
    shutil.rmtree(folder, ignore_errors=True)
    manifests.write(tool.id, project, folder, root / "made", index)
    try:
        call(tool.variants[variant].split(), folder, env)
        read = readings.read(tool, variant, project, folder, lambda *words: call(words, folder, env))
        answers = [{**identity, "folder": str(folder.relative_to(root)), **one, "id": f"{identity['id']} {one['file']}"} for one in read]
    except Failed as error:
        answers = [{**identity, "failed": str(error)}]
    kept.write_text(json.dumps(answers))
    return answers


def call(words, folder: pathlib.Path, env: dict[str, str]) -> str:
    program = shutil.which(words[0], path=env["PATH"]) or words[0]
    try:
        done = subprocess.run([program, *words[1:]], cwd=folder, env=env, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        raise Failed(f"{words[0]}: no end after {SECONDS} s") from None
    if done.returncode != 0:
        raise Failed(f"{' '.join(str(word) for word in words)}: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout


def default_index(bin: pathlib.Path) -> str:
    """What pip uses by default."""
    configured = subprocess.run([bin / "python", "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True)
    code = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    return configured.stdout.strip() or subprocess.run([bin / "python", "-c", code], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:])
