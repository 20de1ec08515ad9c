"""Prints what Poetry (any release since 1.1) reads in the poetry.lock of this folder, as views."""

import json
import pathlib

from poetry.factory import Factory

locker = Factory().create_poetry(pathlib.Path.cwd()).locker
KINDS = {None: "registry", "legacy": "registry", "git": "git", "url": "url", "file": "path", "directory": "path"}


def described(package, markers=None):
    fact = {"name": package.name, "version": package.version.text, "source": KINDS[package.source_type]}
    return fact if markers is None else {**fact, "marker": " or ".join(f"({text})" if text else "" for text in markers)}


views = []
if hasattr(locker, "locked_packages") and locker.is_locked_groups_and_markers():
    found = locker.locked_packages()
    groups = sorted({str(group) for info in found.values() for group in info.groups})
    for group in groups:
        here = [described(package) for package, info in found.items() if group in info.groups]
        views.append({"scopes": ["main", "extra:*"] if group == "main" else [f"group:{group}"], "packages": here})
    everything = []
    for package, info in found.items():
        markers = [str(marker) for marker in info.markers.values()]
        everything.append(described(package, [] if "" in markers else markers))
    views.append({"scopes": None, "packages": everything})
else:
    try:
        repository = locker.locked_repository(True)
    except TypeError:
        repository = locker.locked_repository()
    views.append({"scopes": None, "packages": [described(package) for package in repository.packages]})
    if all(hasattr(package, "category") for package in repository.packages) and "category" in str(locker.lock_data.get("package", [])):
        for category, scopes in (("main", ["main", "extra:*"]), ("dev", ["group:dev"])):
            here = [described(package) for package in repository.packages if package.category == category]
            views.append({"scopes": scopes, "packages": here})
print(json.dumps(views))
