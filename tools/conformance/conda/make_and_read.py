"""Makes locks of pixi and conda-lock in FOLDER (seeded) and prints, a JSON object a line, what rattler and conda-lock read
from each. Needs py-rattler and conda-lock; neither a channel nor a network is used."""

import json
import pathlib
import random
import sys

from conda_lock.lockfile import parse_conda_lock_file
from rattler import LockFile

PLATFORMS = ["linux-64", "linux-aarch64", "osx-64", "osx-arm64", "win-64"]
# A URL has one record. rattler keeps the purls of a record and does not show them to Python.
PURLS = {}
folder, seed, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
pick = random.Random(seed)


def hexes(length):
    return "".join(pick.choice("0123456789abcdef") for _ in range(length))


def version():
    return pick.choice(["1.0", "2.1.3", "2024.2.2", "0.9.1.post1", "1.10", "3.0rc1", "1!2.0"])


def pypi(at):
    name = pick.choice(["Brick", "mor_tar", "wall.kit", "sand"]) + str(at)
    shown, release = name.lower().replace("_", "-").replace(".", "-"), version()
    where = pick.choice(
        [f"https://files.example/{hexes(8)}/{name}-{release}-py3-none-any.whl"] * 4
        + [f"direct+https://files.example/{name}-{release}.tar.gz"]
        + [f"git+https://git.example/acme/{shown}.git@{hexes(40)}", f"./libs/{shown}"]
    )
    return dict(kind="pypi", name=shown, version=release, location=where, sha256=hexes(64))


def conda(at, platform):
    name, build = f"tool{at}", pick.choice(["py312_0", "pyhd8ed1ab_0", "h7f98852_1"])
    subdir = pick.choice([platform, "noarch"])
    purls = pick.choice([None, [], [f"pkg:pypi/known-as-{at}"], [f"pkg:pypi/known_as_{at}@{version()}"]])
    release = pick.choice(["1.0", "2.1.3", "2024a", "1.0_1"])
    url = f"https://conda.example/forge/{subdir}/{name}-{release}-{build}.conda"
    purls = PURLS.setdefault(url, purls)
    needs = ["python >=3.12"] if build.startswith("py") else []
    return dict(
        kind="conda", name=name, version=release, build=build, subdir=subdir, location=url,
        purls=purls, depends=needs, sha256=hexes(64), md5=hexes(32),
    )  # fmt: skip


def pixi_lock(number):
    """Version 4, 5 or 6: environments that list packages."""
    platforms = pick.sample(PLATFORMS, pick.randint(1, 4))
    shared = [pypi(at) for at in range(pick.randint(1, 6))]
    own = {platform: [conda(at, platform) for at in range(pick.randint(0, 5))] for platform in platforms}
    packages, environments = {}, {}
    for name in ["default", "test", "docs"][: pick.randint(1, 3)]:
        lists = {}
        for platform in platforms:
            taken = pick.sample(own[platform], pick.randint(0, len(own[platform])))
            taken += pick.sample(shared, pick.randint(0, len(shared)))
            packages.update((one["location"], one) for one in taken)
            lists[platform] = [{one["kind"]: one["location"]} for one in taken]
        environments[name] = dict(
            channels=[dict(url="https://conda.example/forge/")], indexes=["https://index.example/simple"], packages=lists
        )
    entries = []
    for one in packages.values():
        fields = {key: value for key, value in one.items() if value is not None}
        kind, location = fields.pop("kind"), fields.pop("location")
        if number == 6:
            if kind == "conda":
                for key in ("name", "version", "build", "subdir"):
                    del fields[key]
            entries.append({kind: location, **fields})
        else:
            place = "path" if location.startswith("./") else "url"
            entries.append({"kind": kind, "name": fields.pop("name"), place: location, **fields})
    return dict(version=number, environments=environments, packages=entries)


def list_lock():
    """conda-lock's format."""
    platforms = pick.sample(PLATFORMS, pick.randint(1, 4))
    shared, entries = [pypi(at) for at in range(pick.randint(1, 6))], []
    for platform in platforms:
        own = [conda(at, platform) for at in range(pick.randint(0, 5))]
        for one in own + pick.sample(shared, pick.randint(0, len(shared))):
            if not one["location"].startswith("https"):
                continue
            digest = {key: one[key] for key in ("md5", "sha256") if key in one}
            entries.append(
                dict(
                    name=one["name"], version=one["version"], platform=platform, url=one["location"], hash=digest,
                    manager="pip" if one["kind"] == "pypi" else "conda", optional=False,
                    category=pick.choice(["main", "main", "dev", "docs"]),
                    dependencies={need.split()[0]: need.split()[1] for need in one.get("depends", [])},
                )
            )  # fmt: skip
    metadata = dict(content_hash={}, channels=[dict(url="forge", used_env_vars=[])], platforms=platforms, sources=[])
    return dict(version=1, metadata=metadata, package=entries)


def write(path, lock):
    """JSON is YAML; the flow style is as good a test as the block style of the fixtures."""
    path.write_text(json.dumps(lock, indent=1))


def read_pixi(path):
    found = []
    for name, environment in LockFile.from_path(path).environments():
        for platform in environment.platforms():
            for one in environment.packages(platform) or []:
                record = getattr(one, "package_record", None)
                found.append(
                    dict(
                        environment=name, platform=str(platform), name=str(one.name), location=str(one.location),
                        kind="pypi" if record is None else "conda",
                        version=str(one.version) if record is None else str(record.version),
                        purls=PURLS.get(str(one.location)),
                    )
                )  # fmt: skip
    return found


def read_list(path):
    kinds = {"pip": "pypi", "conda": "conda"}
    return [
        dict(
            environment=category, platform=one.platform, name=one.name, version=one.version, kind=kinds[one.manager],
            location=one.url, purls=None,
        )
        for one in parse_conda_lock_file(path).package
        for category in one.categories
    ]  # fmt: skip


for at in range(count):
    path = folder / str(at) / "pixi.lock"
    path.parent.mkdir()
    write(path, pixi_lock(pick.choice([4, 5, 6])))
    print(json.dumps(dict(path=f"{at}/pixi.lock", packages=read_pixi(path))))
    later = folder / str(at) / "later" / "pixi.lock"
    later.parent.mkdir()
    LockFile.from_path(path).to_path(later)
    print(json.dumps(dict(path=f"{at}/later/pixi.lock", packages=read_pixi(later))))
    path = folder / str(at) / "conda-lock.yml"
    write(path, list_lock())
    print(json.dumps(dict(path=f"{at}/conda-lock.yml", packages=read_list(path))))
