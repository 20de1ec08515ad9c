"""Makes what no public index has: wheels with odd names and versions, an index of them on loopback, a git repository, packages in folders."""

import functools
import hashlib
import http.server
import pathlib
import subprocess
import threading
import zipfile

PORT = 18731
INDEX = f"http://127.0.0.1:{PORT}/simple/"
REPOSITORY = f"http://127.0.0.1:{PORT}/git/toolbox.git"
FILES = f"http://127.0.0.1:{PORT}/files/"

# name, version, requirements, extras
WHEELS = (
    ("Odd.Name_Pkg", "1.0", (), ()),
    ("Odd.Name_Pkg", "1!2.0", ("upper-case", "chain.a; extra == 'fast-mode'"), ("fast-mode",)),
    ("local-build", "1.0+cpu.1", (), ()),
    ("UPPER_case", "0.1.post1", (), ()),
    ("pre-only", "1.0", (), ()),
    ("pre-only", "2.0rc1", ("six",), ()),
    ("dev-only", "0.1.dev3", (), ()),
    ("chain-a", "1.0", ("chain-b",), ()),
    ("chain-b", "1.0", ("chain-a", "chain-c>=1; sys_platform == 'win32'"), ()),
    ("chain-c", "1.0.0", (), ()),
    ("split-by-python", "1.9", ("chain-c",), ()),
    ("split-by-python", "2.0.0", (), ()),
    ("made-wheel", "3.0", (), ()),
)

PYPROJECT = """[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "{version}"
requires-python = ">=3.8"
dependencies = [{dependencies}]

[tool.setuptools]
py-modules = []
"""

# folder, name, version, requirements
FOLDERS = (
    ("git/toolbox", "made-toolbox", "0.3", '"six"'),
    ("git/toolbox/nested/part", "made-nested", "0.4", ""),
    ("folders/made-local", "made-local", "0.5", '"idna"'),
    ("folders/made-edited", "made_edited", "0.6", ""),
)


def make_all(root: pathlib.Path) -> None:
    wheels = root / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    for name, version, requirements, extras in WHEELS:
        make_wheel(wheels, name, version, [f"Requires-Dist: {text}" for text in requirements] + [f"Provides-Extra: {extra}" for extra in extras])
    for folder, name, version, dependencies in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "pyproject.toml").write_text(PYPROJECT.format(name=name, version=version, dependencies=dependencies))
    repository = root / "git/toolbox"
    if not (repository / ".git").exists():
        who = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
        for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "first"], ["tag", "v0.3"]):
            subprocess.run(["git", *words], cwd=repository, check=True)
    served = root / "wheels/git/toolbox.git"
    if not served.exists():
        subprocess.run(["git", "clone", "-q", "--bare", repository, served], check=True)
        subprocess.run(["git", "update-server-info"], cwd=served, check=True)


def make_wheel(folder: pathlib.Path, name: str, version: str, headers: list[str]) -> None:
    stem = f"{normal(name).replace('-', '_')}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    if path.exists():
        return
    metadata = "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *headers, ""])
    members = {
        f"{stem}.dist-info/METADATA": metadata,
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{stem}.dist-info/RECORD": f"{stem}.dist-info/METADATA,,\n{stem}.dist-info/WHEEL,,\n{stem}.dist-info/RECORD,,\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in members.items():
            archive.writestr(zipfile.ZipInfo(member), text)


def normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


class Index(http.server.SimpleHTTPRequestHandler):
    """PEP 503 on loopback: `/simple/NAME/` lists the wheels, `/files/` has them; `/git/` is what git reads as plain files."""

    def do_GET(self) -> None:
        parts = self.path.partition("?")[0].strip("/").split("/")
        if parts[0] == "git":
            return super().do_GET()
        if parts[0] == "files" and len(parts) == 2:
            self.path = f"/{parts[1]}"
            return super().do_GET()
        return self.page(parts[1] if len(parts) > 1 else "")

    def page(self, wanted: str) -> None:
        wheels = sorted(pathlib.Path(self.directory).glob("*.whl"))
        names = {normal(path.name.split("-")[0]) for path in wheels}
        if wanted and wanted not in names:
            return self.send_error(404)
        links = [f'<a href="/simple/{name}/">{name}</a>' for name in sorted(names)]
        if wanted:
            found = [path for path in wheels if normal(path.name.split("-")[0]) == wanted]
            links = [f'<a href="/files/{path.name}#sha256={hashlib.sha256(path.read_bytes()).hexdigest()}">{path.name}</a>' for path in found]
        body = f"<!DOCTYPE html><html><body>{'<br>'.join(links)}</body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def serve(root: pathlib.Path) -> http.server.ThreadingHTTPServer:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), functools.partial(Index, directory=str(root / "wheels")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
