"""Says with the real readers what files mention: tox itself, PyYAML, dockerfile-parse, bashlex, pip's option parser.

    python oracle.py FOLDER        under a Python that has tox (3 or 4), PyYAML, packaging, bashlex and dockerfile-parse

One line of JSON for each file.

`items` are [name, specifiers] of what is asked for by name; `files` are what `-r` names; `other` is the number of paths,
links and options. Environments of tox are all those that sections and factors can make.
"""

import contextlib
import io
import json
import os
import re
import shlex
import sys
import tempfile
from configparser import ConfigParser
from pathlib import Path

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name


def main(root):
    for key in list(os.environ):
        if key not in ("PATH", "HOME", "LANG"):
            del os.environ[key]
    for path in sorted(root.rglob("*")):
        read = reader_of(path)
        if read is None or not path.is_file():
            continue
        answer = {"path": path.relative_to(root).as_posix()}
        try:
            with contextlib.redirect_stdout(sys.stderr):
                answer.update(read(path))
        except BaseException as error:  # tox exits
            answer["error"] = f"{type(error).__name__}: {error!r}"[:200]
        print(json.dumps(answer), flush=True)


def said(lines):
    items, files, other = set(), set(), 0
    for line in lines:
        text = re.sub(r"(?:^|\s)#.*$", "", line).strip()
        if not text:
            continue
        option = re.match(r"(-r|--requirement)\s*=?\s*(.*)$", text)
        if option:
            files.add(option.group(2).strip())
            continue
        try:
            requirement = Requirement(re.sub(r"\s--?[a-z].*$", "", text))
        except InvalidRequirement:
            other += 1
            continue
        if requirement.url:
            other += 1
        else:
            specifiers = ",".join(sorted(map(str, requirement.specifier)))
            items.add((canonicalize_name(requirement.name), specifiers))
    return {"items": sorted(items), "files": sorted(files), "other": other}


def read_tox(path):
    import tox

    major = int(getattr(tox, "__version__", "4").split(".", 1)[0])
    return said(tox_three(path) if major < 4 else tox_four(path))


def environments(path):
    """Every environment that a section or the factors of a line can make."""
    from tox.config.loader.ini.factor import expand_factors, extend_factors

    parser = ConfigParser(interpolation=None)
    parser.read_string(path.read_text(encoding="utf-8-sig"))
    names = {}
    for section in parser.sections():
        if section.startswith("testenv:"):
            names.update(dict.fromkeys(extend_factors(section[len("testenv:") :])))
        for key, value in parser[section].items():
            if key != "deps":
                continue
            for factors, _ in expand_factors(value):
                for group in factors or []:
                    # What is negated only holds in the plain environment.
                    names["-".join(name for name, negated in group if not negated)] = None
    return [name for name in ["py", *names] if re.fullmatch(r"[\w.-]+", name)]


def tox_four(path):
    from tox.run import setup_state

    with tempfile.TemporaryDirectory() as work:
        names = environments(path)
        state = setup_state(["config", "-c", str(path), "--workdir", work, "-e", ",".join(names)])
        # tox reads this list where it provisions itself, which is not done here.
        parser = ConfigParser(interpolation=None)
        parser.read_string(path.read_text(encoding="utf-8-sig"))
        lines = parser.get("tox", "requires", fallback="").split("\n")
        for name in dict.fromkeys([*names, *state.conf]):
            try:
                lines += state.envs[name].conf["deps"].lines()
            except Exception as error:
                print(f"{path}: {name}: {type(error).__name__}: {error}"[:300], file=sys.stderr)
        here = f"{path.parent}/"
        return [line.replace(here, "") for line in lines]


def tox_three(path):
    from tox.config import parseconfig

    parser = ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(path.read_text(encoding="utf-8-sig"))
    lines = parser.get("tox", "requires", fallback="").split("\n")
    # tox would install itself anew for these.
    for option in ("requires", "minversion"):
        if parser.has_section("tox"):
            parser.remove_option("tox", option)
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "tox.ini"
        with copy.open("w") as file:
            parser.write(file)
        config = parseconfig(["-c", str(copy), "--workdir", work])
        for env in config.envconfigs.values():
            lines += [one.name for one in env.deps]
        here = f"{copy.parent}/"
        return [line.replace(here, "") for line in lines]


# Hooks whose language is known from their repositories' manifests.
NOT_PYTHON = re.compile(r"prettier|eslint|stylelint|markdownlint|commitlint|biome|node|golangci|taplo|standard|svgo")


def read_pre_commit(path):
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    repositories = config if isinstance(config, list) else config.get("repos", [])
    lines = []
    for repository in repositories:
        for hook in repository.get("hooks", []):
            language = hook.get("language")
            other = language not in (None, "python", "python_venv")
            if other or (language is None and NOT_PYTHON.search(hook.get("id", ""))):
                continue
            lines += hook.get("additional_dependencies", [])
    return said(lines)


def read_notebook(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook.get("cells") or [one for sheet in notebook.get("worksheets", []) for one in sheet.get("cells", [])]
    asked = Asked()
    for cell in cells:
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        text = source if isinstance(source, str) else "".join(source)
        if text.lstrip().startswith("%%"):
            continue
        for line in text.replace("\\\n", " ").split("\n"):
            found = re.match(r"\s*[!%]\s*(.*)$", line)
            if found and "install" in line:
                asked.read(re.sub(r"\{sys\.executable\}", "python", found.group(1)))
    return asked.answer()


def read_dockerfile(path):
    from dockerfile_parse import DockerfileParser

    if "<<" in path.read_text(encoding="utf-8"):
        raise ValueError("here-documents, which dockerfile-parse does not know")
    asked = Asked()
    with path.open("rb") as file:
        structure = DockerfileParser(fileobj=io.BytesIO(file.read()), env_replace=False).structure
    for one in structure:
        if one["instruction"] != "RUN" or "install" not in one["value"]:
            continue
        value = re.sub(r"^(?:--[a-z]+=\S+\s+)+", "", one["value"])
        if value.startswith("["):
            value = shlex.join(json.loads(value))
        asked.read(value)
    return asked.answer()


class Asked:
    """What commands install, as bashlex divides them and pip's own parser takes their options."""

    def __init__(self):
        self.words, self.files, self.computed, self.unread = [], [], 0, 0

    def answer(self):
        return {**said(self.words), "files": sorted(self.files), "computed": self.computed, "unread": self.unread}

    def read(self, script):
        import bashlex

        try:
            trees = bashlex.parse(script)
        except Exception:  # it knows part of bash only
            self.unread += 1
            return
        for tree in trees:
            self.visit(tree)

    def visit(self, node):
        if node.kind == "command":
            self.command([part for part in node.parts if part.kind == "word"])
        for part in [*getattr(node, "parts", []), *getattr(node, "list", [])]:
            if part.kind in ("command", "list", "pipeline", "compound", "if", "for", "while", "until"):
                self.visit(part)

    def command(self, words):
        texts = [word.word for word in words]
        while texts and (texts[0] in ("sudo", "-H", "-E", "env", "exec", "time") or re.match(r"[A-Za-z_]\w*=", texts[0])):
            texts, words = texts[1:], words[1:]
        if len(texts) > 3 and re.search(r"python[0-9.]*$", texts[0]) and texts[1] == "-m":
            texts, words = texts[2:], words[2:]
        # Their options are not pip's.
        self.unread += bool(texts) and texts[0] in ("uv", "pipx")
        if len(texts) < 2 or not re.search(r"(?:^|/)pip[0-9.]*$", texts[0]):
            return
        while len(texts) > 1 and texts[1].startswith("-"):
            texts, words = texts[1:], words[1:]
        if len(texts) < 2 or texts[1] != "install":
            return
        marked = []
        for text, word in zip(texts[2:], words[2:]):
            is_computed = bool(word.parts) or "{" in text
            self.computed += is_computed
            marked.append("COMPUTED" if is_computed and not text.startswith("-") else text)
        from pip._internal.commands import create_command

        options, arguments = create_command("install").parse_args(marked)
        self.words += [one for one in arguments if one != "COMPUTED"]
        self.files += [one for one in options.requirements if one != "COMPUTED"]


READERS = {"tox.ini": read_tox, ".pre-commit-config.yaml": read_pre_commit}


def reader_of(path):
    if path.suffix == ".ipynb":
        return read_notebook
    if re.search(r"^(?:Dockerfile|Containerfile)(?:\.[a-z0-9_-]+)?$|.\.Dockerfile$", path.name):
        return read_dockerfile
    return READERS.get(path.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
