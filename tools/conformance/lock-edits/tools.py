"""How each tool locks, and how it is told to change one package of a lock to one release."""

import json
import os
import re
import tomllib


def command_and_id(name):
    """`/…/uv-0.4.30/bin/uv=uv` is the uv of that folder."""
    command, _, tool = name.rpartition("=")
    return (command, command.split("/")[-3]) if command else (tool.split(":")[0], tool.replace(":", "-"))


class Uv:
    def __init__(self, name):
        self.command, self.id = command_and_id(name)

    file = "uv.lock"
    manifest_file = "pyproject.toml"

    def manifest(self, folder, python, requirements, groups={}):
        write_project(folder, python, requirements, tables(groups))

    def lock(self):
        return [self.command, "lock"]

    def change(self, package, version):
        return [self.command, "lock", "--upgrade-package", f"{package}=={version}"]

    def locked(self, text):
        packages = tomllib.loads(text)["package"]
        return {p["name"]: p["version"] for p in packages if "registry" in p["source"]}

    def before_change(self, folder, package, version):
        return None

    def after_change(self, folder, manifest):
        pass


def write_project(folder, python, requirements, more=""):
    listed = "\n".join(f"  {json.dumps(one)}," for one in requirements)
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "the-project"\nversion = "0.1"\nrequires-python = "{python}"\ndependencies = [\n{listed}\n]\n{more}'
    )


def tables(groups):
    """Groups of PEP 735, and extras."""
    listed = {"optional-dependencies": [], "dependency-groups": []}
    for name, requirements in groups.items():
        table = "optional-dependencies" if name.startswith("extra:") else "dependency-groups"
        listed[table].append(f'{name.removeprefix("extra:")} = {json.dumps(requirements)}')
    titles = {"optional-dependencies": "project.optional-dependencies", "dependency-groups": "dependency-groups"}
    return "".join(f"\n[{titles[table]}]\n" + "\n".join(lines) + "\n" for table, lines in listed.items() if lines)


class Poetry:
    """It changes what the manifest asks for, so that asks for the release, and afterwards for what it did."""

    file = "poetry.lock"
    manifest_file = "pyproject.toml"

    def __init__(self, name):
        self.command, self.id = command_and_id(name)

    def manifest(self, folder, python, requirements, groups={}):
        source = f'name = "mirror"\nurl = "{os.environ["PYWARD_TEST_INDEX"]}"\npriority = "primary"\n'
        more = f"\n[tool.poetry]\npackage-mode = false\n\n[[tool.poetry.source]]\n{source}"
        write_project(folder, python, requirements, tables(groups) + more)

    def lock(self):
        return [self.command, "lock"]

    def change(self, package, version):
        return [self.command, "update", "--lock", package]

    def locked(self, text):
        return {p["name"]: p["version"] for p in tomllib.loads(text)["package"]}

    def before_change(self, folder, package, version):
        file = folder / self.manifest_file
        before = file.read_text()
        start, end = before.index("dependencies = ["), before.index("\n]\n")
        lines = [line for line in before[start:end].split("\n") if not re.match(rf'  "{package}[^a-z0-9-]', line)]
        extras = "".join(re.findall(rf'  "{package}(\[[^"]*?\])', before[start:end]))
        lines.append(f'  "{package}{extras}=={version}",')
        file.write_text(before[:start] + "\n".join(lines) + before[end:])
        return before

    def after_change(self, folder, manifest):
        (folder / self.manifest_file).write_text(manifest)
        return "restored"

    def restore(self):
        return self.lock()


class Pdm(Poetry):
    file = "pdm.lock"

    def __init__(self, name):
        self.command, self.id = command_and_id(name)
        self.strategies = name.split("=")[-1].split(":")[1:]

    def manifest(self, folder, python, requirements, groups={}):
        write_project(folder, python, requirements, tables(groups))

    def lock(self):
        return [self.command, "-q", "lock", "--update-reuse", "-G:all", *(f"-S{one}" for one in self.strategies)]

    def change(self, package, version):
        return self.lock()


def pipfile_line(requirement):
    asked, _, marker = requirement.partition(";")
    name, extras, specifier = re.fullmatch(r"([\w.-]+)(\[.*?\])?(.*)", asked).groups()
    listed = ", ".join(json.dumps(extra) for extra in (extras or "[]")[1:-1].split(",") if extra)
    parts = [f"extras = [{listed}]"] if listed else []
    version = json.dumps(specifier or "*")
    parts += [f"version = {version}"] + ([f"markers = {json.dumps(marker.strip())}"] if marker else [])
    return f"{name} = " + (version if len(parts) == 1 else f"{{{', '.join(parts)}}}")


class Pipenv:
    """`pipenv upgrade --lock-only` changes the lock, not the manifest."""

    id = "pipenv"
    file = "Pipfile.lock"
    manifest_file = "Pipfile"
    python = os.environ.get("PYWARD_TEST_PYTHON", "python3")

    def __init__(self, name):
        pass

    def manifest(self, folder, python, requirements, groups={}):
        lines = [f'[[source]]\nurl = "{os.environ["PYWARD_TEST_INDEX"]}"\nverify_ssl = true\nname = "pypi"']
        for group, listed in {"packages": requirements, **groups}.items():
            table = "dev-packages" if group == "dev" else group.removeprefix("extra:")
            lines += [f"\n[{table}]", *(pipfile_line(one) for one in listed)]
        (folder / "Pipfile").write_text("\n".join(lines) + "\n")

    def lock(self):
        return ["pipenv", "--python", self.python, "lock"]

    def change(self, package, version):
        return ["pipenv", "upgrade", "--lock-only", f"{package}=={version}"]

    def locked(self, text):
        return {name: entry["version"].removeprefix("==") for name, entry in json.loads(text)["default"].items()}

    def before_change(self, folder, package, version):
        return (folder / "Pipfile").read_text()

    def after_change(self, folder, manifest):
        (folder / "Pipfile").write_text(manifest)


class UvExport(Uv):
    """What `uv export` repeats of a uv.lock."""

    file = "pylock.toml"

    def __init__(self, name):
        self.id, self.command = name, "uv"

    def lock(self):
        return shell("uv lock", self.export)

    export = "uv export -q --format pylock.toml -o pylock.toml --all-extras --all-groups"

    def change(self, package, version):
        return shell(f"uv lock --upgrade-package {package}=={version}", self.export)

    def locked(self, text):
        return {p["name"]: p["version"] for p in tomllib.loads(text)["packages"] if "index" in p}


def shell(*commands):
    return ["sh", "-c", " && ".join(commands)]


class UvCompile:
    """`uv pip compile`, for one environment or all."""

    file = "pylock.toml"
    manifest_file = "requirements.in"

    def __init__(self, name):
        self.id = name
        self.options = ["--universal"] if name == "uv-universal" else []

    def manifest(self, folder, python, requirements, groups={}):
        (folder / "requirements.in").write_text("".join(f"{one}\n" for one in requirements))

    def lock(self):
        options = ["--python-version", "3.12", "--format", "pylock.toml", *self.options]
        return ["uv", "pip", "compile", "-q", "requirements.in", "-o", "pylock.toml", *options]

    def change(self, package, version):
        return [*self.lock(), "--upgrade-package", f"{package}=={version}"]

    def locked(self, text):
        return {p["name"]: p["version"] for p in tomllib.loads(text)["packages"] if "version" in p}

    def before_change(self, folder, package, version):
        return None

    def after_change(self, folder, manifest):
        pass


class PipLock(UvCompile):
    """`pip lock` knows no earlier versions: they are its constraints."""

    def lock(self):
        return ["pip", "lock", "-q", "-r", "requirements.in", "-o", "pylock.toml"]

    def change(self, package, version):
        return [*self.lock(), "-c", "constraints.txt"]

    def before_change(self, folder, package, version):
        locked = self.locked((folder / self.file).read_text()) | {package: version}
        (folder / "constraints.txt").write_text("".join(f"{name}=={one}\n" for name, one in locked.items()))


class PdmPylock(Pdm):
    file = "pylock.toml"

    def __init__(self, name):
        super().__init__(name)
        self.command = "pdm"

    def manifest(self, folder, python, requirements, groups={}):
        super().manifest(folder, python, requirements, groups)
        (folder / "pdm.toml").write_text('[lock]\nformat = "pylock"\n')

    def locked(self, text):
        return {p["name"]: p["version"] for p in tomllib.loads(text)["packages"]}


TOOLS = {
    "uv": Uv,
    "poetry": Poetry,
    "pdm": Pdm,
    "pipenv": Pipenv,
    "uv-export": UvExport,
    "uv-compile": UvCompile,
    "uv-universal": UvCompile,
    "pip-lock": PipLock,
    "pdm-pylock": PdmPylock,
}
