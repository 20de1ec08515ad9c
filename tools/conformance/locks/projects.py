"""The projects that are locked: each in neutral terms, so that `manifests.py` can write it for every tool.

Requirements are PEP 508. Where a package comes from, if not from the default index, stands in `sources`: `git`, `git-sub`, `path`, `editable`,
`file`, `url` or `private`, each a thing that `made.py` makes. `only` names the tools that can express the project; None: all of them.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Project:
    id: str
    dependencies: tuple[str, ...] = ()
    name: str = "the-project"
    python: str = ">=3.9"
    extras: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str | dict[str, str]]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    """Further files, and `[tool.uv]` text."""
    files: dict[str, str] = field(default_factory=dict)
    uv: str = ""
    dynamic: bool = False
    only: tuple[str, ...] | None = None


MEMBER = """[project]
name = "{name}"
version = "0.1"
requires-python = ">=3.9"
dependencies = [{dependencies}]
{rest}
"""

PROJECTS = (
    Project("plain", ("requests", "click==8.1.7", "rich>=13,<14")),
    Project("empty"),
    Project(
        "extras",
        ("requests[socks]", "httpx[HTTP2]>=0.27"),
        name="Extras.Of_Project",
        extras={"cli": ["typer<0.16"], "data-frames": ["tabulate[widechars]", "six; sys_platform == 'win32'"]},
    ),
    Project("extra-of-extra", ("idna",), extras={"all": ["the-project[cli]", "six"], "cli": ["click"]}, only=("uv", "pdm-2")),
    Project(
        "groups",
        ("attrs",),
        groups={
            "test": ["pytest<8", "coverage[toml]"],
            "lint": ["black<25"],
            "dev": [{"include-group": "test"}, {"include-group": "lint"}, "ipython<8.13"],
        },
    ),
    Project("odd-groups", ("six",), groups={"Docs_and.More": ["mistune"], "t1": ["six", "idna"]}, only=("uv", "pdm", "poetry-2")),
    Project(
        "markers",
        (
            "colorama; sys_platform == 'win32'",
            "tomli; python_version < '3.11'",
            "importlib-metadata; python_version < '3.10'",
            "click>=8; sys_platform != 'emscripten'",
            "tzdata; sys_platform == 'win32' or platform_system == 'Emscripten'",
            "uvloop; sys_platform == 'linux' and implementation_name == 'cpython'",
        ),
    ),
    Project(
        "forks",
        (
            "markupsafe<2.1; python_version < '3.10'",
            "markupsafe>=2.1; python_version >= '3.10'",
            "idna==3.4; sys_platform == 'win32'",
            "idna==3.7; sys_platform != 'win32'",
            "jinja2",
        ),
    ),
    Project("python-forks", ("click", "numpy", "networkx", "zipp"), python=">=3.9,<3.14"),
    Project(
        "names",
        ("Zope.Interface", "ruamel.yaml", "importlib_metadata", "JARACO_text", "PyYAML", "backports.tarfile", "Flask_SQLAlchemy"),
        name="Odd_Names",
    ),
    Project("git", ("made-toolbox", "made-nested", "six"), sources={"made-toolbox": "git", "made-nested": "git-sub"}),
    Project(
        "paths",
        ("made-local", "made-edited", "made-wheel"),
        sources={"made-local": "path", "made-edited": "editable", "made-wheel": "file"},
    ),
    Project("url", ("made-wheel", "certifi"), sources={"made-wheel": "url"}),
    Project(
        "private",
        ("Odd.Name_Pkg[Fast_Mode]", "local-build", "chain-a", "upper_CASE", "idna"),
        sources=dict.fromkeys(("odd-name-pkg", "local-build", "chain-a", "upper-case"), "private"),
    ),
    Project("prerelease", ("pre-only>=2.0rc1", "dev-only>=0.1.dev0"), sources=dict.fromkeys(("pre-only", "dev-only"), "private")),
    Project(
        "private-forks",
        ("split-by-python<2; python_version < '3.11'", "split-by-python>=2; python_version >= '3.11'"),
        sources={"split-by-python": "private"},
    ),
    Project(
        "wide",
        ("uvicorn[standard]", "fastapi", "celery[redis]", "sqlalchemy[asyncio]", "boto3", "django>=4.2,<5"),
        extras={"notebook": ["jupyterlab<5"]},
        groups={"dev": ["pytest", "mypy", "sphinx"]},
        python=">=3.10",
    ),
    Project("dynamic", ("six",), dynamic=True, files={"VERSION": "4.5.6\n"}, only=("uv", "pdm-2")),
    Project(
        "conflicts",
        ("six",),
        extras={"cpu": ["idna==3.4"], "gpu": ["idna==3.7", "click; sys_platform == 'linux'"]},
        groups={"old": ["certifi==2023.7.22"], "new": ["certifi>=2024"]},
        uv='conflicts = [[{ extra = "cpu" }, { extra = "gpu" }], [{ group = "old" }, { group = "new" }]]\n',
        only=("uv",),
    ),
    Project(
        "workspace",
        ("member-a[web]", "six"),
        files={
            "members/a/pyproject.toml": MEMBER.format(
                name="member-a", dependencies='"click"', rest='[project.optional-dependencies]\nweb = ["h11"]\n[dependency-groups]\ndev = ["idna"]'
            ),
            "members/b/pyproject.toml": MEMBER.format(
                name="Member.B", dependencies='"member-a", "certifi"', rest='[tool.uv.sources]\nmember-a = { workspace = true }\n'
            ),
        },
        sources={"member-a": "workspace"},
        uv='workspace = { members = ["members/*"] }\n',
        only=("uv",),
    ),
    Project(
        "environments",
        ("colorama; sys_platform == 'win32'", "uvloop; sys_platform != 'win32'", "numpy"),
        uv="environments = [\"sys_platform == 'linux'\", \"sys_platform == 'win32' and python_version >= '3.11'\"]\n",
        only=("uv",),
    ),
)
