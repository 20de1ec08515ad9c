"""Reads cases (JSON, one a line, on stdin) with pip's own parser and prints what pip makes of each line.

A case is {"id", "files": {path: base64}}; "requirements.txt" is read, with the case's folder as the working directory.
Runs under any Python that can import pip 26. Nothing is installed, built or fetched.
"""

import base64
import json
import os
import sys
import tempfile
import urllib.parse
from pathlib import Path

from pip._internal.models.link import Link
from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._internal.req.req_install import check_invalid_constraint_type


def describe_link(link, root):
    if link is None:
        return None
    parts = urllib.parse.urlsplit(link.url)
    if link.scheme == "file":
        return {"kind": "path", "path": os.path.relpath(link.file_path, root), "hash": hash_of(link)}
    host = parts.netloc.rpartition("@")[2]
    return {
        "kind": "vcs" if link.is_vcs else "url",
        "url": f"{parts.scheme}://{host}{parts.path}",
        "hash": hash_of(link),
    }


def hash_of(link):
    return [f"{name}:{value}" for name, value in link._hashes.items()]


def describe(parsed, root):
    made = install_req_from_parsed_requirement(parsed)
    if parsed.constraint and (problem := check_invalid_constraint_type(made)):
        raise ValueError(problem)
    hashes = [
        f"{name}:{digest}"
        for name, digests in (made.hash_options or {}).items()
        for digest in digests
    ]
    return {
        "kind": "requirement",
        "name": made.name,
        "specifiers": str(made.req.specifier) if made.req else "",
        "extras": sorted(made.extras),
        "marker": str(made.markers) if made.markers else None,
        "hashes": hashes,
        "link": describe_link(made.link, root),
        "editable": made.editable,
    }


def read_line(number, line, path, root):
    parse_line = req_file.get_line_parser(None)
    args, options = parse_line(line)
    parsed = req_file.ParsedLine(path, number, args, options, False)
    if parsed.requirement is None:
        if options.requirements:
            return {"kind": "include", "path": options.requirements[0], "constraint": False}
        if options.constraints:
            return {"kind": "include", "path": options.constraints[0], "constraint": True}
        return None
    return describe(req_file.handle_line(parsed), root)


def read_file(path, root):
    with open(path, "rb") as file:
        data = file.read()
    try:
        text = req_file._decode_req_file(data, path)
    except (UnicodeError, LookupError):
        return {"undecodable": True, "lines": []}
    lines = []
    for number, line in req_file.preprocess(text):
        try:
            found = read_line(number, line, path, root)
        except (Exception, SystemExit) as error:  # pip ends in many ways
            found = {"kind": "error", "error": f"{type(error).__name__}: {error}"}
        if found is not None:
            lines.append({"line": number, **found})
    return {"undecodable": False, "lines": lines}


def read_whole(path, root):
    """What pip makes of the file and its includes; null where it refuses any of it."""
    try:
        return [describe(parsed, root) for parsed in req_file.parse_requirements(path, session=None) if not parsed.constraint]
    except (Exception, SystemExit):
        return None


def read_case(case):
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        for name, content in case["files"].items():
            target = Path(root, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(base64.b64decode(content))
        os.chdir(root)
        return {"id": case["id"], **read_file("requirements.txt", root), "whole": read_whole("requirements.txt", root)}


def main():
    for name in list(os.environ):
        if name not in ("PATH", "HOME", "LC_ALL"):
            del os.environ[name]
    home = os.getcwd()
    import logging

    logging.disable(logging.CRITICAL)
    real_stderr, sys.stderr = sys.stderr, open(os.devnull, "w")
    for line in sys.stdin:
        print(json.dumps(read_case(json.loads(line))))
        os.chdir(home)
    sys.stderr = real_stderr


main()
