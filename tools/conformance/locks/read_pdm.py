"""Prints what PDM (any release since 1.15) reads in the pdm.lock of this folder, as views."""

import json
import os

from pdm.core import Core


def described(candidate):
    request = candidate.req
    kind = "registry"
    if not request.is_named:
        kind = "git" if request.is_vcs else "path" if str(request.url or "").startswith("file:") or getattr(request, "path", None) else "url"
    marker = None if request.marker is None else str(request.marker)
    version = candidate.version
    return {"name": request.name or candidate.name, "version": version, "source": kind, "marker": marker or ""}


core = Core()
project = core.create_project(os.getcwd()) if hasattr(core, "create_project") else None
repository = project.get_locked_repository() if hasattr(project, "get_locked_repository") else project.locked_repository
candidates = [getattr(package, "candidate", package) for package in repository.packages.values()]
views = [{"scopes": None, "packages": [described(candidate) for candidate in candidates], "merge": True}]
grouped = [(candidate, list(getattr(candidate.req, "groups", None) or [])) for candidate in candidates]
for group in sorted({group for _, groups in grouped for group in groups}):
    here = [described(candidate) for candidate, groups in grouped if group in groups]
    for fact in here:
        del fact["marker"]
    views.append({"scopes": ["main"] if group == "default" else [f"group:{group}"], "packages": here, "merge": True})
print(json.dumps(views))
