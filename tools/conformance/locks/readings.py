"""What a tool itself reads in a lock that it made, as views: the packages of some scopes."""

import json
import pathlib
import re
import tomllib
from collections.abc import Callable

from made import normal
from projects import Project
from tools import Tool

HERE = pathlib.Path(__file__).parent
Call = Callable[..., str]


class Failed(Exception):
    """A tool did not do what it was asked for, and says why."""


SCRIPTS = {"poetry-lock": "read_poetry.py", "pdm-lock": "read_pdm.py", "requirements-txt": "read_pip.py", "pylock-toml": "read_pylock.py"}


def read(tool: Tool, variant: str, project: Project, folder: pathlib.Path, call: Call) -> list[dict]:
    """One answer for each lock file: uv and PDM also write theirs as other formats."""

    def with_script(source: str, file: str) -> dict:
        python = "python" if source in ("poetry-lock", "pdm-lock") else folder.parents[3] / "tools/pip/bin/python"
        return answer(source, file, json.loads(call(python, HERE / SCRIPTS[source], file).splitlines()[-1]))

    answers = [read_uv(project, folder, call)] if tool.writes == "uv-lock" else []
    answers += [read_pipenv(project, call)] if tool.writes == "pipfile-lock" else []
    answers += [with_script(tool.writes, tool.file)] if tool.writes in SCRIPTS else []
    # There the export cannot walk the forks that the same release locked.
    if tool.id in ("poetry-1.5", "poetry-1.8") and project.id != "forks":
        answers[0]["views"] += read_groups(project, call)
    for file, command in further(tool, variant, project):
        try:
            call(*command.split())
            answers.append(with_script("pylock-toml" if file.endswith(".toml") else "requirements-txt", file))
        except Failed as error:
            answers.append({"file": file, "failed": str(error)})
    for fact in (fact for one in answers for found in one.get("views", []) for fact in found["packages"]):
        if fact["name"] is None:
            fact["name"] = name_at(fact["place"], folder)
    return answers


def name_at(place: str, folder: pathlib.Path) -> str:
    """Whose working tree or archive a bare path or URL is."""
    egg = re.search(r"[#&]egg=([A-Za-z0-9._-]+)", place)
    if egg is not None:
        return egg.group(1)
    path = folder / place.partition("#")[0].removeprefix("file://")
    if path.suffix == ".whl":
        return path.name.split("-")[0]
    return re.search(r'^name = "(.*)"$', (path / "pyproject.toml").read_text(), re.MULTILINE).group(1)


def answer(source: str, file: str, views: list[dict]) -> dict:
    return {"source": source, "file": file, "views": views}


def further(tool: Tool, variant: str, project: Project) -> list[tuple[str, str]]:
    """Other locks that the tool makes of the same project, by file."""
    if tool.id == "uv-0.13":
        every = "" if "conflicts" in project.uv else " --all-extras --all-groups"
        extras = "" if "conflicts" in project.uv else " --all-extras"
        return [
            ("requirements.txt", f"uv export -q --frozen{every} -o requirements.txt"),
            ("pylock.toml", f"uv export -q --frozen{every} --format pylock.toml -o pylock.toml"),
            ("compiled-requirements.txt", f"uv pip compile -q --universal{extras} pyproject.toml -o compiled-requirements.txt"),
            ("pylock.compiled.toml", f"uv pip compile -q{extras} pyproject.toml --format pylock.toml -o pylock.compiled.toml"),
        ]
    # PDM exports neither what it locked flat, nor, as PEP 751 has it, an empty list.
    if tool.id == "pdm-2.29" and variant == "lock" and project.id != "empty":
        return [
            ("requirements.txt", "pdm export --no-hashes -o requirements.txt"),
            ("pylock.toml", "pdm export -f pylock -o pylock.toml"),
        ]
    return []


def read_uv(project: Project, folder: pathlib.Path, call: Call) -> dict:
    """`uv export` of the newest release, scope by scope: what conflicts cannot be asked for at once."""
    newest = folder.parents[3] / "tools/uv-0.13/bin/uv"
    export = [newest, "export", "-q", "--frozen", "--no-header", "--no-annotate", "--no-hashes", "--all-packages"]
    views = [view(["main"], call(*export, "--no-default-groups"))]
    for extra in project.extras:
        views.append(view([f"extra:{normal(extra)}", "main"], call(*export, "--extra", extra, "--no-default-groups")))
    for group in project.groups:
        views.append(view([f"group:{normal(group)}"], call(*export, "--only-group", group)))
    if "conflicts" not in project.uv:
        views.append(view(None, call(*export, "--all-extras", "--all-groups"), has_markers=True))
    # Every package that is written in it, asked for or not.
    listed = tomllib.loads((folder / "uv.lock").read_text()).get("package", [])
    views.append({"scopes": None, "packages": [written(package) for package in listed]})
    return answer("uv-lock", "uv.lock", views)


def written(package: dict) -> dict:
    kind = next(iter(package["source"]))
    return {"name": package["name"], "version": package.get("version"), "source": kind if kind in ("registry", "git", "url") else "path"}


def read_groups(project: Project, call: Call) -> list[dict]:
    """Locks of Poetry 1.5 to 1.8 name no group: Poetry finds them from the manifest, as `poetry export` tells."""
    export = ["poetry", "export", "--without-hashes", *(word for extra in project.extras for word in ("-E", extra))]
    views = [view(["main", "extra:*"], call(*export, "--only", "main"))]
    views += [view([f"group:{normal(group)}"], call(*export, "--only", group)) for group in project.groups]
    everything = call(*export, *(["--with", ",".join(project.groups)] if project.groups else []))
    return [{**one, "picks": True} for one in (*views, view(None, everything, has_markers=True))]


def read_pipenv(project: Project, call: Call) -> dict:
    categories = [["default"], *([["develop"]] if "dev" in project.groups else [])]
    categories += [[name] for name in {**project.groups, **project.extras} if name != "dev"]
    views = []
    for [category] in categories:
        words = [] if category == "default" else ["--dev-only"] if category == "develop" else ["--categories", category]
        scope = {"default": "main", "develop": "group:dev"}.get(category, f"group:{normal(category)}")
        views.append(view([scope], call("pipenv", "requirements", *words)))
    return answer("pipfile-lock", "Pipfile.lock", views)


REQUIREMENT = re.compile(r"(?:-e )?([A-Za-z0-9][A-Za-z0-9._-]*)?(?:\[[^\]]*\])?\s*(?:==\s*([^\s;]+)|@ (\S+)|(\S+))?\s*(?:;\s*(.*))?$")


def view(scopes: list[str] | None, text: str, has_markers: bool = False) -> dict:
    lines = [line.split(" --hash")[0].strip() for line in text.splitlines()]
    return {"scopes": scopes, "packages": [described(line, has_markers) for line in lines if line and not line.startswith(("#", "-i", "--"))]}


def described(line: str, has_markers: bool) -> dict:
    """A line as uv and Pipenv export it: pinned, a direct reference, or a bare path or URL."""
    place = re.match(r"(?:-e )?(\.\S*|/\S*|(?:git\+)?(?:file|https?)://\S+)", line)
    if place is not None:
        name, version, where = None, None, place.group(1)
        marker = line.partition(" ; ")[2]
    else:
        name, version, where, _, marker = REQUIREMENT.match(line).groups()
    kind = "registry" if where is None else "git" if where.startswith("git+") else "url" if where.startswith("http") else "path"
    fact = {"name": name, "version": version, "source": kind, "place": where}
    return {**fact, "marker": marker or ""} if has_markers else fact
