"""Odd environments, each made in a folder of its own. What is installed by the real tools comes from small wheels that are made, too."""

import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

HERE = f"python{sys.version_info.major}.{sys.version_info.minor}"


def wheel(folder: pathlib.Path, name: str, version: str, *needs: str) -> pathlib.Path:
    stem = f"{name.replace('-', '_')}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    module = name.lower().replace("-", "_").replace(".", "_")
    members = {
        f"{module}.py": "",
        f"{stem}.dist-info/METADATA": metadata(name, version, *needs),
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{member},,\n" for member in [*members, f"{stem}.dist-info/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in {**members, f"{stem}.dist-info/RECORD": record}.items():
            archive.writestr(zipfile.ZipInfo(member), text)
    return path


def metadata(name: str, version: str, *needs: str) -> str:
    return "".join([f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", *(f"Requires-Dist: {need}\n" for need in needs)])


def project(folder: pathlib.Path, name: str, version: str) -> pathlib.Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = f'[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "{name}"\nversion = "{version}"\n'
    (folder / "pyproject.toml").write_text(f"{text}[tool.setuptools]\npackages = []\n")
    return folder


class Maker:
    """Runs the real tools. `tools` has pip, uv and virtualenv."""

    def __init__(self, tools: pathlib.Path, wheels: pathlib.Path) -> None:
        self.tools = tools
        self.wheels = [
            wheel(wheels, "six", "1.99", "odd-one; extra == 'x'"),
            wheel(wheels, "Odd_One", "1!2.0"),
            wheel(wheels, "local-version", "1.0+cpu.1"),
            wheel(wheels, "zope.made", "3.0rc1", "six>=1"),
        ]
        self.older = wheel(wheels, "six", "1.0")
        self.links = wheels

    def run(self, *words, **environment: str) -> None:
        command = [str(self.tools / words[0]) if (self.tools / str(words[0])).exists() else words[0], *words[1:]]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never", **environment})
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr[-500:]}")

    def pip(self, *words, **environment: str) -> None:
        self.run("python", "-m", "pip", "install", "-q", "--no-index", "--disable-pip-version-check", *words, **environment)

    def venv(self, root: pathlib.Path, *words: str) -> None:
        self.run(sys.executable, "-m", "venv", *words, root)

    def into(self, root: pathlib.Path, *words) -> None:
        self.run("uv", "pip", "install", "-q", "--no-index", "--link-mode", "copy", "--python", root / "bin/python", *words)


def site_of(root: pathlib.Path, library: str = f"lib/{HERE}/site-packages") -> pathlib.Path:
    site = root / library
    site.mkdir(parents=True, exist_ok=True)
    return site


def dist_info(site: pathlib.Path, stem: str, text: str | bytes | None, **files: str) -> pathlib.Path:
    folder = site / f"{stem}.dist-info"
    folder.mkdir(parents=True)
    if text is not None:
        (folder / "METADATA").write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, content in files.items():
        (folder / name).write_text(content)
    return folder


def uv_without_pip(maker: Maker, root: pathlib.Path) -> None:
    maker.run("uv", "venv", "-q", "--python", sys.executable, root)
    maker.into(root, *maker.wheels)


def with_seeds(maker: Maker, root: pathlib.Path) -> None:
    maker.venv(root)
    maker.into(root, *maker.wheels)


def virtualenv(maker: Maker, root: pathlib.Path) -> None:
    """Seeded from the wheels that virtualenv carries."""
    maker.run("virtualenv", "-q", "--no-download", "--setuptools", "bundle", "--wheel", "bundle", root)


def new_editable(maker: Maker, root: pathlib.Path) -> None:
    """PEP 660: a `__editable__` path file and a dist-info."""
    maker.venv(root, "--without-pip")
    tree = project(root / "src/made-tree", "made.Tree", "0.7")
    maker.run("uv", "pip", "install", "-q", "--python", root / "bin/python", "-e", tree)
    maker.into(root, maker.wheels[0])


def old_editable(maker: Maker, root: pathlib.Path) -> None:
    """What `setup.py develop` leaves: an egg-link, a line in easy-install.pth, an egg-info in the working tree."""
    maker.venv(root, "--without-pip")
    site = site_of(root)
    tree = root / "src/old-tree"
    (tree / "old_tree.egg-info").mkdir(parents=True)
    (tree / "old_tree.egg-info/PKG-INFO").write_text(metadata("old-tree", "0.8"))
    (tree / "old_tree.egg-info/requires.txt").write_text("six\n\n[more]\nodd-one\n")
    (site / "old-tree.egg-link").write_text(f"{tree}\n.")
    (site / "easy-install.pth").write_text(f"{tree}\n")


def egg_infos(maker: Maker, root: pathlib.Path) -> None:
    """Of distutils (a file), and of `--single-version-externally-managed` (a folder)."""
    maker.venv(root, "--without-pip")
    site = site_of(root)
    (site / "file_made-1.2.egg-info").write_text(metadata("file-made", "1.2"))
    (site / f"folder_made-1.3-py{HERE[6:]}.egg-info").mkdir()
    (site / f"folder_made-1.3-py{HERE[6:]}.egg-info/PKG-INFO").write_text(metadata("Folder.Made", "1.3"))
    (site / "nothing-2.0.egg-info").mkdir()


def two_on_path(maker: Maker, root: pathlib.Path) -> None:
    """A path file adds a folder with another release of what is there, and one that is not there."""
    maker.venv(root, "--without-pip")
    maker.into(root, maker.wheels[0])
    maker.pip("--target", root / "more", maker.older, maker.wheels[2])
    (site_of(root) / "more.pth").write_text(f"{root / 'more'}\n\n# a comment\n{root / 'nowhere'}\n")


def relative_path_file(maker: Maker, root: pathlib.Path) -> None:
    maker.venv(root, "--without-pip")
    maker.pip("--target", site_of(root) / "bundled", *maker.wheels)
    (site_of(root) / "bundled.pth").write_text("bundled\nimport os\n../site-packages/bundled\n")


def namespaces(maker: Maker, root: pathlib.Path) -> None:
    maker.venv(root, "--without-pip")
    site = site_of(root)
    maker.into(root, *maker.wheels)
    (site / "zope").mkdir(exist_ok=True)
    (site / "zope.made-3.0-py3-nspkg.pth").write_text("import sys, types, os\n")
    dist_info(site, "zope_other-1.0", metadata("zope.other", "1.0"), **{"namespace_packages.txt": "zope\n"})


def broken_metadata(maker: Maker, root: pathlib.Path) -> None:
    maker.venv(root, "--without-pip")
    site = site_of(root)
    dist_info(site, "fine-1.0", metadata("fine", "1.0"))
    dist_info(site, "folded-1.0", "Metadata-Version: 2.1\nName: folded\nVersion:\n 1.0\nSummary: x\n Version: 9\n")
    dist_info(site, "late-1.0", "Metadata-Version: 2.1\nName: late\n\nVersion: 9\n")
    dist_info(site, "twice-1.0", metadata("twice", "1.0") + "Version: 2.0\n")
    dist_info(site, "returns-1.0", metadata("returns", "1.0").replace("\n", "\r\n"))
    dist_info(site, "latin-1.0", metadata("latin", "1.0").encode() + b"Author: Jos\xc3\xa9\n")
    dist_info(site, "empty-1.0", "")
    dist_info(site, "none-1.0", None)


def without_record(maker: Maker, root: pathlib.Path) -> None:
    uv_without_pip(maker, root)
    for record in site_of(root).glob("*.dist-info/RECORD"):
        record.unlink()
    for installer in site_of(root).glob("*.dist-info/INSTALLER"):
        installer.write_text("")


def target_folder(maker: Maker, root: pathlib.Path) -> None:
    maker.pip("--target", root, *maker.wheels)


def user_base(maker: Maker, root: pathlib.Path) -> None:
    """`pip install --user`, which a virtual environment does not allow: for the Python that this one was made from."""
    base = getattr(sys, "_base_executable", sys.executable)
    words = ["install", "-q", "--user", "--ignore-installed", "--no-index", "--break-system-packages", *maker.wheels]
    maker.run("python", "-m", "pip", "--python", base, *words, PYTHONUSERBASE=str(root))


def prefix(maker: Maker, root: pathlib.Path) -> None:
    maker.pip("--prefix", root, *maker.wheels)


def inherits(maker: Maker, root: pathlib.Path) -> None:
    maker.venv(root, "--system-site-packages", "--without-pip")
    maker.into(root, maker.wheels[0])


def zipped_egg(maker: Maker, root: pathlib.Path) -> None:
    maker.venv(root, "--without-pip")
    site = site_of(root)
    with zipfile.ZipFile(site / f"zipped-4.0-py{HERE[6:]}.egg", "w") as archive:
        archive.writestr("EGG-INFO/PKG-INFO", metadata("zipped", "4.0"))
    egg = site / f"unzipped-4.1-py{HERE[6:]}.egg/EGG-INFO"
    egg.mkdir(parents=True)
    (egg / "PKG-INFO").write_text(metadata("unzipped", "4.1"))
    (site / "easy-install.pth").write_text(f"./zipped-4.0-py{HERE[6:]}.egg\n./unzipped-4.1-py{HERE[6:]}.egg\n")


def odd_names(maker: Maker, root: pathlib.Path) -> None:
    maker.venv(root, "--without-pip")
    site = site_of(root)
    for stem, name, version in (
        ("Ruamel.Yaml.Clib-0.2", "ruamel.yaml.clib", "0.2"),
        ("PyYAML-6.0", "PyYAML", "6.0"),
        ("a_b_c-1", "A.b-C", "1"),
        ("x__y-1.0.post1", "x--y", "1.0.post1"),
        ("epoch-2!1.0", "epoch", "2!1.0"),
        ("v_prefix-1.0", "v-prefix", "v1.0"),
        ("dev-1.0.dev20240101+g1234567", "dev", "1.0.dev20240101+g1234567"),
    ):
        dist_info(site, stem, metadata(name, version))


def leftovers(maker: Maker, root: pathlib.Path) -> None:
    """What an interrupted pip leaves: it renames before it removes."""
    with_seeds(maker, root)
    for folder in site_of(root).glob("six-*.dist-info"):
        shutil.copytree(folder, folder.with_name(f"~{folder.name[1:]}"))
    dist_info(site_of(root), "~ip-9.0", metadata("pip", "9.0"))


def conda_like(maker: Maker, root: pathlib.Path) -> None:
    maker.pip("--prefix", root, *maker.wheels)
    (root / "conda-meta").mkdir()
    (root / "conda-meta/six-1.99-0.json").write_text('{"name": "six", "version": "1.99"}')
    for installer in site_of(root).glob("six-*.dist-info/INSTALLER"):
        installer.write_text("conda\n")


def windows(maker: Maker, root: pathlib.Path) -> None:
    maker.pip("--target", site_of(root, "Lib/site-packages"), *maker.wheels)
    (root / "Scripts").mkdir()
    (root / "pyvenv.cfg").write_text("home = C:\\Python311\ninclude-system-site-packages = false\nversion = 3.11.7\n")


def linked_library(maker: Maker, root: pathlib.Path) -> None:
    uv_without_pip(maker, root)
    if not (root / "lib64").exists():
        (root / "lib64").symlink_to("lib")


def pypy(maker: Maker, root: pathlib.Path) -> None:
    maker.pip("--target", site_of(root, "lib/pypy3.10/site-packages"), *maker.wheels)


def free_threaded(maker: Maker, root: pathlib.Path) -> None:
    maker.pip("--target", site_of(root, "lib/python3.13t/site-packages"), *maker.wheels)


def debian(maker: Maker, root: pathlib.Path) -> None:
    maker.pip("--target", site_of(root, "lib/python3/dist-packages"), maker.older, maker.wheels[1])
    maker.pip("--target", site_of(root, f"local/lib/{HERE}/dist-packages"), maker.wheels[0])
    (site_of(root, "lib/python3/dist-packages") / "apt_made-2.6.egg-info").write_text(metadata("apt-made", "2.6"))


def vendored(maker: Maker, root: pathlib.Path) -> None:
    """pip and setuptools carry others' distributions, which are not installed."""
    with_seeds(maker, root)
    dist_info(site_of(root) / "setuptools/_vendor", "carried-1.0", metadata("carried", "1.0"))


LAYOUTS = (
    uv_without_pip, with_seeds, virtualenv, new_editable, old_editable, egg_infos, two_on_path, relative_path_file, namespaces, broken_metadata,
    without_record, target_folder, user_base, prefix, inherits, zipped_egg, odd_names, leftovers, conda_like, windows, linked_library, pypy,
    free_threaded, debian, vendored,
)  # fmt: skip
