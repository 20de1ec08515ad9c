"""How each tool locks, and how it is told to change one package of a lock to one release."""

import json
import os
import re
import tomllib


class Uv:
    def __init__(self, name):
        self.command = name.split("=")[0] if "=" in name else "uv"
        self.id = "uv" if self.command == "uv" else self.command.split("/")[-3]

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

    id = "poetry"
    file = "poetry.lock"
    manifest_file = "pyproject.toml"

    def __init__(self, name):
        pass

    def manifest(self, folder, python, requirements, groups={}):
        source = f'name = "mirror"\nurl = "{os.environ["PYWARD_TEST_INDEX"]}"\npriority = "primary"\n'
        more = f"\n[tool.poetry]\npackage-mode = false\n\n[[tool.poetry.source]]\n{source}"
        write_project(folder, python, requirements, tables(groups) + more)

    def lock(self):
        return ["poetry", "lock"]

    def change(self, package, version):
        return ["poetry", "update", "--lock", package]

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
        self.id = name
        self.strategies = name.split(":")[1:]

    def manifest(self, folder, python, requirements, groups={}):
        write_project(folder, python, requirements, tables(groups))

    def lock(self):
        return ["pdm", "-q", "lock", "--update-reuse", "-G:all", *(f"-S{one}" for one in self.strategies)]

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


TOOLS = {"uv": Uv, "poetry": Poetry, "pdm": Pdm, "pipenv": Pipenv}


