"""Prints what pip reads in a requirements file, as views: `read_pip.py requirements.txt`."""

import json
import sys

from pip._internal.network.session import PipSession
from pip._internal.req import parse_requirements
from pip._internal.req.constructors import install_req_from_parsed_requirement


def described(parsed):
    request = install_req_from_parsed_requirement(parsed)
    link = request.link
    kind = "registry" if link is None else "git" if link.is_vcs else "path" if link.is_file else "url"
    if link is not None and link.is_wheel:
        version = link.filename.split("-")[1]
    else:
        version = next((one.version for one in request.specifier if one.operator in ("==", "===")), None) if link is None else None
    return {"name": request.name, "version": version, "source": kind, "place": None if link is None else link.url, "marker": str(request.markers or "")}


parsed = parse_requirements(sys.argv[1], session=PipSession())
print(json.dumps([{"scopes": None, "packages": [described(one) for one in parsed]}]))
