"""Makes a small conda channel in FOLDER/channel and installs it into FOLDER/prefix with rattler, so that the records in
conda-meta are those of a real installer. Needs py-rattler. No network is used: the channel is a folder."""

import asyncio
import hashlib
import io
import json
import pathlib
import sys
import tarfile

SITE = "lib/python3.12/site-packages"


def metadata(name, version, *requires):
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    return "\n".join([*lines, *(f"Requires-Dist: {one}" for one in requires), "", ""])


# name, version, build, what it needs, purls, files
PACKAGES = [
    ("python", "3.12.4", "h194c7f8_0_cpython", ["libffi"], None, {"bin/python3.12": "", f"{SITE}/README.txt": ""}),
    ("libffi", "3.4.2", "h7f98852_5", [], None, {"lib/libffi.so.8": ""}),
    # A name of its own on PyPI, and the folder of the machine that built it.
    (
        "py-brick",
        "1.1",
        "py312_0",
        ["python >=3.12,<3.13", "mortar"],
        None,
        {
            f"{SITE}/brick/__init__.py": "",
            f"{SITE}/brick-1.1.dist-info/METADATA": metadata("Brick", "1.1", "mortar>=3"),
            f"{SITE}/brick-1.1.dist-info/INSTALLER": "pip\n",
            f"{SITE}/brick-1.1.dist-info/direct_url.json": '{"url": "file:///home/conda/feedstock_root/work", "dir_info": {}}',
        },
    ),
    (
        "mortar",
        "3.2",
        "py312_0",
        ["python >=3.12,<3.13"],
        ["pkg:pypi/mortar"],
        {f"{SITE}/mortar.py": "", f"{SITE}/mortar-3.2-py3.12.egg-info": metadata("mortar", "3.2")},
    ),
    ("wall", "2.0", "py312_0", ["python >=3.12,<3.13", "py-brick"], ["pkg:pypi/wall-meta"], {"share/wall": ""}),
    ("bare", "0.9", "py312_0", ["python >=3.12,<3.13"], None, {f"{SITE}/bare.py": ""}),
]


def archive(name, version, build, depends, files):
    index = dict(name=name, version=version, build=build, build_number=0, depends=depends, subdir="linux-64")
    paths = [
        dict(
            _path=path,
            path_type="hardlink",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            size_in_bytes=len(text.encode()),
        )
        for path, text in files.items()
    ]
    info = {
        "info/index.json": json.dumps(index),
        "info/paths.json": json.dumps({"paths": paths, "paths_version": 1}),
        "info/files": "\n".join(files),
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:bz2") as tar:
        for path, text in {**info, **files}.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return index, buffer.getvalue()


def make_channel(folder):
    subdir = folder / "linux-64"
    subdir.mkdir(parents=True, exist_ok=True)
    (folder / "noarch").mkdir(exist_ok=True)
    (folder / "noarch" / "repodata.json").write_text(json.dumps({"info": {"subdir": "noarch"}, "packages": {}}))
    packages = {}
    for name, version, build, depends, purls, files in PACKAGES:
        index, content = archive(name, version, build, depends, files)
        file_name = f"{name}-{version}-{build}.tar.bz2"
        (subdir / file_name).write_bytes(content)
        digests = dict(md5=hashlib.md5(content).hexdigest(), sha256=hashlib.sha256(content).hexdigest())
        packages[file_name] = {**index, **digests, "size": len(content), **({"purls": purls} if purls else {})}
    (subdir / "repodata.json").write_text(json.dumps({"info": {"subdir": "linux-64"}, "packages": packages}))


async def main(folder):
    from rattler import Channel, Gateway, MatchSpec, Platform, install, solve

    make_channel(folder / "channel")
    channel = Channel((folder / "channel").resolve().as_uri())
    specs = [MatchSpec(name) for name in ("wall", "bare")]
    records = await solve([channel], specs, Gateway(), platforms=["linux-64", "noarch"])
    await install(records, folder / "prefix", cache_dir=folder / "cache", platform=Platform("linux-64"), show_progress=False)


asyncio.run(main(pathlib.Path(sys.argv[1])))
