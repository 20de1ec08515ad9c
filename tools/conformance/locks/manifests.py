"""Writes a project for each tool: its own way to say what an extra, a group and a source is."""

import json
import pathlib
import re
import shutil

from made import FILES, INDEX, REPOSITORY, normal
from projects import Project

NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*([^;]*)(?:;\s*(.*))?$")
LOCAL = "folders/made-local"
EDITED = "folders/made-edited"
WHEEL = "made_wheel-3.0-py3-none-any.whl"


def write(tool: str, project: Project, folder: pathlib.Path, made: pathlib.Path, index: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in project.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    if tool.startswith("uv"):
        (folder / "pyproject.toml").write_text(standard(project) + uv_tables(project, made))
    elif tool.startswith("pdm"):
        (folder / "pyproject.toml").write_text(standard(project, lambda text: direct(text, project, made).replace(git_url(made), REPOSITORY)) + pdm_tables(project))
    elif tool.startswith("poetry-2"):
        (folder / "pyproject.toml").write_text(standard(project) + poetry_sources(project, made, tool, index))
    elif tool.startswith("poetry"):
        (folder / "pyproject.toml").write_text(poetry_one(project, made, tool, index))
    elif tool.startswith("pipenv"):
        (folder / "Pipfile").write_text(pipfile(project, made))
    else:
        # pip locks only folders below the lock's own: those that the project depends on are copied.
        base = made
        if tool == "pip" and "path" in project.sources.values():
            base = folder
            for path in (LOCAL, EDITED, "wheels"):
                shutil.copytree(made / path, folder / path)
        lines = [direct(text, project, base) for text in project.dependencies]
        lines += [direct(text, project, made) for texts in project.extras.values() for text in texts if not text.startswith(project.name)]
        index = [f"--extra-index-url {INDEX}"] if "private" in project.sources.values() else []
        (folder / "requirements.in").write_text("\n".join([*index, *lines, ""]))


def standard(project: Project, convert=lambda text: text) -> str:
    """The tables that the standards define."""
    kept = [convert(text) for text in project.dependencies]
    lines = ["[project]", f'name = "{project.name}"', f'requires-python = "{project.python}"', f"dependencies = {json.dumps(kept)}"]
    lines += ['dynamic = ["version"]'] if project.dynamic else ['version = "0.1.0"']
    if project.extras:
        lines += ["[project.optional-dependencies]", *(f'"{name}" = {json.dumps(texts)}' for name, texts in project.extras.items())]
    if project.groups:
        lines += ["[dependency-groups]", *(f'"{name}" = {group(items)}' for name, items in project.groups.items())]
    if project.dynamic:
        lines += ["[build-system]", 'requires = ["setuptools"]', 'build-backend = "setuptools.build_meta"']
        lines += ["[tool.setuptools]", "py-modules = []", "[tool.setuptools.dynamic]", 'version = { file = "VERSION" }']
    return "\n".join([*lines, ""])


def group(items: list) -> str:
    shown = [json.dumps(item) if isinstance(item, str) else '{ include-group = "%s" }' % item["include-group"] for item in items]
    return f"[{', '.join(shown)}]"


def name_of(text: str) -> str:
    return NAME.match(text).group(1)


def uv_tables(project: Project, made: pathlib.Path) -> str:
    ways = {
        "git": f'git = "{git_url(made)}", tag = "v0.3"',
        "git-sub": f'git = "{git_url(made)}", subdirectory = "nested/part"',
        "path": f'path = "{made}/{LOCAL}"',
        "editable": f'path = "{made}/{EDITED}", editable = true',
        "file": f'path = "{made}/wheels/{WHEEL}"',
        "url": f'url = "{FILES}{WHEEL}"',
        "private": 'index = "private"',
        "workspace": "workspace = true",
    }
    lines = ["[tool.uv]", project.uv]
    if project.sources:
        lines += ["[tool.uv.sources]", *(f"{name} = {{ {ways[kind]} }}" for name, kind in project.sources.items())]
    if "private" in project.sources.values():
        lines += ["[[tool.uv.index]]", 'name = "private"', f'url = "{INDEX}"']
    return "\n".join([*lines, ""])


def pdm_tables(project: Project) -> str:
    lines = ["[tool.pdm]", "distribution = false"]
    if "private" in project.sources.values():
        lines += ["[[tool.pdm.source]]", 'name = "private"', f'url = "{INDEX}"', "verify_ssl = false"]
    return "\n".join([*lines, ""])


def direct(text: str, project: Project, made: pathlib.Path) -> str:
    """PEP 508 with the place of the package, as pip, pip-tools and PDM read it."""
    name, extras, _, marker = NAME.match(text).groups()
    places = {
        "git": f"git+{git_url(made)}@v0.3",
        "git-sub": f"git+{git_url(made)}#subdirectory=nested/part",
        "path": f"file://{made}/{LOCAL}",
        "editable": f"file://{made}/{EDITED}",
        "file": f"file://{made}/wheels/{WHEEL}",
        "url": f"{FILES}{WHEEL}",
    }
    place = places.get(project.sources.get(normal(name), ""))
    if place is None:
        return text
    asked = f"{name}[{extras}]" if extras else name
    return f"{asked} @ {place} ; {marker}" if marker else f"{asked} @ {place}"


def git_url(made: pathlib.Path) -> str:
    return f"file://{made}/git/toolbox"


def poetry_sources(project: Project, made: pathlib.Path, tool: str, index: str) -> str:
    """`[tool.poetry.dependencies]` adds to what `[project]` asks for."""
    lines = ["[tool.poetry]", "package-mode = false"]
    special = [text for text in project.dependencies if normal(name_of(text)) in project.sources]
    if special:
        lines += ["[tool.poetry.dependencies]", *poetry_list(special, project, made)]
    return "\n".join([*lines, *poetry_index(project, tool, index), ""])


def poetry_one(project: Project, made: pathlib.Path, tool: str, index: str) -> str:
    """The tables of Poetry 1.x: every requirement is Poetry's."""
    lines = ["[tool.poetry]", f'name = "{project.name}"', 'version = "0.1.0"', 'description = ""', "authors = []"]
    optional = [text for texts in project.extras.values() for text in texts]
    lines += ["[tool.poetry.dependencies]", f'python = "{project.python}"', *poetry_list(project.dependencies, project, made)]
    lines += poetry_list(optional, project, made, "optional = true")
    for name, items in project.groups.items():
        table = "dev-dependencies" if tool == "poetry-1.1" else f"group.{name}.dependencies"
        texts = [item for item in items if isinstance(item, str)]
        lines += [f"[tool.poetry.{table}]", *poetry_list(texts, project, made)] if table not in "\n".join(lines) else poetry_list(texts, project, made)
    if project.extras:
        lines += ["[tool.poetry.extras]"]
        lines += [f"{name} = {json.dumps([name_of(text) for text in texts])}" for name, texts in project.extras.items()]
    return "\n".join([*lines, *poetry_index(project, tool, index), ""])


def poetry_list(texts, project: Project, made: pathlib.Path, more: str = "") -> list[str]:
    """One line a name: a list of tables where a name is asked for under several markers."""
    tables: dict[str, list[str]] = {}
    for text in texts:
        tables.setdefault(name_of(text), []).append(poetry_table(text, project, made, more))
    shown = {name: found[0] if len(found) == 1 else "[" + ", ".join(found) + "]" for name, found in tables.items()}
    return [f'"{name}" = {table}' for name, table in shown.items()]


def poetry_table(text: str, project: Project, made: pathlib.Path, more: str) -> str:
    name, extras, specifiers, marker = NAME.match(text).groups()
    version = f'version = "{specifiers.strip() or "*"}"'
    kind = project.sources.get(normal(name), "")
    ways = {
        "git": f'git = "{git_url(made)}", tag = "v0.3"',
        "git-sub": f'git = "{git_url(made)}", subdirectory = "nested/part"',
        "path": f'path = "{made}/{LOCAL}"',
        "editable": f'path = "{made}/{EDITED}", develop = true',
        "file": f'path = "{made}/wheels/{WHEEL}"',
        "url": f'url = "{FILES}{WHEEL}"',
        "private": f'{version}, source = "private"' + (", allow-prereleases = true" if "rc" in text or "dev" in text else ""),
    }
    parts = [ways.get(kind, version)]
    parts += [f"extras = {json.dumps([item.strip() for item in extras.split(',')])}"] if extras else []
    parts += [f"markers = {json.dumps(marker)}"] if marker else []
    parts += [more] if more else []
    return f"{{ {', '.join(parts)} }}"


def poetry_index(project: Project, tool: str, index: str) -> list[str]:
    """Named, for Poetry reads its default index in a way that not every mirror serves."""
    old = tool == "poetry-1.1"
    lines = ["[[tool.poetry.source]]", 'name = "default-index"', f'url = "{index}"', "default = true" if old else 'priority = "%s"' % ("default" if tool == "poetry-1.5" else "primary")]
    if "private" not in project.sources.values():
        return lines
    rank = "secondary = true" if old else 'priority = "supplemental"'
    return [*lines, "[[tool.poetry.source]]", 'name = "private"', f'url = "{INDEX}"', rank]


def pipfile(project: Project, made: pathlib.Path) -> str:
    lines = ["[[source]]", 'url = "${DEFAULT_INDEX}"', "verify_ssl = true", 'name = "default"']
    if "private" in project.sources.values():
        lines += ["[[source]]", f'url = "{INDEX}"', "verify_ssl = false", 'name = "private"']
    lines += ["[packages]", *pipenv_list(project.dependencies, project, made)]
    for name, texts in {**project.groups, **project.extras}.items():
        kept = [text for text in texts if isinstance(text, str)]
        lines += ["[dev-packages]" if name == "dev" else f"[{name}]", *pipenv_list(kept, project, made)]
    return "\n".join([*lines, ""])


def pipenv_list(texts, project: Project, made: pathlib.Path) -> list[str]:
    lines: dict[str, str] = {}
    for text in texts:
        name, extras, specifiers, marker = NAME.match(text).groups()
        ways = {
            "git": f'git = "{git_url(made)}", ref = "v0.3"',
            "git-sub": f'git = "{git_url(made)}", ref = "v0.3", subdirectory = "nested/part"',
            "path": f'path = "{made}/{LOCAL}"',
            "editable": f'path = "{made}/{EDITED}", editable = true',
            "file": f'file = "{made}/wheels/{WHEEL}"',
            "url": f'file = "{FILES}{WHEEL}"',
            "private": f'version = "{specifiers.strip() or "*"}", index = "private"',
        }
        parts = [ways.get(project.sources.get(normal(name), ""), f'version = "{specifiers.strip() or "*"}"')]
        parts += [f"extras = {json.dumps([item.strip() for item in extras.split(',')])}"] if extras else []
        parts += [f"markers = {json.dumps(marker)}"] if marker else []
        # A Pipfile has one entry for a name: of several markers the last stays.
        lines[name] = f'"{name}" = {{ {", ".join(parts)} }}'
    return list(lines.values())
