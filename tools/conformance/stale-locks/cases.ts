/** A change to a manifest. Whether it makes the lock stale is the tool's to say. */
export interface Change {
  readonly name: string;
  readonly apply: (manifest: string) => string;
}

/** A project of one tool. */
export interface Project {
  readonly tool: "uv" | "poetry" | "pdm" | "pipenv";
  readonly name: string;
  readonly manifest: string;
  readonly changes: readonly Change[];
}

function replacing(name: string, from: string, to: string): Change {
  return {
    name,
    apply: (manifest) => {
      if (!manifest.includes(from)) throw new Error(`${name}: the manifest has no ${from}`);
      return manifest.replace(from, to);
    },
  };
}

const STANDARD = `[project]
name = "wall"
version = "1.0"
description = "a house"
requires-python = ">=3.10"
dependencies = [
    "click>=8,<9",
    "idna==3.10",
    "tomli>=2 ; python_version < '3.11'",
]

[project.optional-dependencies]
all = ["iniconfig"]
Web_x = ["iniconfig~=2.0"]

[dependency-groups]
dev = [{ include-group = "test" }, "packaging"]
test = ["pluggy>=1.0"]
`;

const CHANGES: readonly Change[] = [
  { name: "nothing", apply: (manifest) => manifest },
  replacing("description", "a house", "a größeres house"),
  { name: "a comment", apply: (manifest) => `# new\n${manifest}` },
  replacing("blanks", '"click>=8,<9"', '"click >=8, <9"'),
  replacing("order of clauses", '"click>=8,<9"', '"click<9,>=8"'),
  replacing("new dependency", '"idna==3.10",', '"idna==3.10",\n    "six",'),
  replacing("new dependency that is locked", '"idna==3.10",', '"idna==3.10",\n    "packaging",'),
  replacing("dependency gone", '    "idna==3.10",\n', ""),
  replacing("other bound that the lock meets", "click>=8,<9", "click>=8.1,<9"),
  replacing("other bound that the lock does not meet", "idna==3.10", "idna==3.7"),
  replacing("extra gone", 'Web_x = ["iniconfig~=2.0"]', ""),
  replacing("other bound of an extra", "iniconfig~=2.0", "iniconfig>=1.1"),
  replacing("new in a group", '"pluggy>=1.0"', '"pluggy>=1.0", "six"'),
  replacing("new group", "[dependency-groups]\n", '[dependency-groups]\ndocs = ["six"]\n'),
  replacing("other Python", ">=3.10", ">=3.11"),
  replacing("same Python in other words", ">=3.10", ">= 3.10"),
  replacing("build system", "[project]", '[build-system]\nrequires = ["hatchling"]\n\n[project]'),
];

const UV = `${STANDARD.replace("all = [", 'all = ["wall[web-x]", ').replace('"packaging"]', '"packaging", "wall[web-x]"]')}
[tool.uv]
dev-dependencies = ["six"]
`;

const PDM = `${STANDARD}
[tool.pdm]
distribution = false

[tool.pdm.dev-dependencies]
lint = ["six"]

[tool.pdm.resolution.overrides]
idna = "3.10"
`;

const POETRY = `[tool.poetry]
name = "wall"
version = "1.0"
description = "a house"
authors = ["Zoë <z@index.example>"]
package-mode = false

[tool.poetry.dependencies]
python = "^3.10"
click = "^8.0"
idna = { version = "3.10", optional = true }
tomli = [{ version = "^2.0", python = "<3.11" }]

[tool.poetry.extras]
web = ["idna"]

[tool.poetry.group.dev.dependencies]
pluggy = ">=1.0"
`;

/** `{INDEX}`: the package index in use. */
const POETRY_SOURCE = `
[[tool.poetry.source]]
name = "main"
url = "{INDEX}"
`;

const POETRY_CHANGES: readonly Change[] = [
  { name: "nothing", apply: (manifest) => manifest },
  replacing("description", "a house", "a größeres house"),
  replacing("other bound that the lock meets", "^8.0", "^8.1"),
  replacing("new dependency", 'click = "^8.0"', 'click = "^8.0"\nsix = "*"'),
  replacing("dependency gone", 'click = "^8.0"\n', ""),
  replacing("new in a group", 'pluggy = ">=1.0"', 'pluggy = ">=1.0"\nsix = "*"'),
  replacing(
    "new group",
    "[tool.poetry.group.dev",
    '[tool.poetry.group.docs.dependencies]\nsix = "*"\n\n[tool.poetry.group.dev',
  ),
  replacing("extra gone", '[tool.poetry.extras]\nweb = ["idna"]\n', ""),
  replacing("other Python", "^3.10", "^3.11"),
  replacing("legacy group", "[tool.poetry.group.dev.dependencies]", "[tool.poetry.dev-dependencies]"),
];

const PIPFILE = `[[source]]
url = "{INDEX}"
verify_ssl = true
name = "main"

[packages]
click = ">=8,<9"
idna = {version = "==3.10", extras = ["all"]}

[dev-packages]
pluggy = "*"

[docs]
iniconfig = "~=2.0"
`;

const PIPFILE_CHANGES: readonly Change[] = [
  { name: "nothing", apply: (manifest) => manifest },
  { name: "a comment", apply: (manifest) => `# größer\n${manifest}` },
  replacing("blanks", 'click = ">=8,<9"', 'click   =  ">=8,<9"'),
  replacing("other bound that the lock meets", ">=8,<9", ">=8.1,<9"),
  replacing("new dependency", "[packages]", '[packages]\nsix = "*"'),
  replacing("dependency gone", 'click = ">=8,<9"\n', ""),
  replacing("new in a category", "[docs]", '[docs]\nsix = "*"'),
  replacing("new category", "[docs]", '[lint]\nsix = "*"\n\n[docs]'),
  replacing("scripts", "[packages]", '[scripts]\nhello = "echo hello"\n\n[packages]'),
  replacing("pipenv's settings", "[packages]", "[pipenv]\nallow_prereleases = true\n\n[packages]"),
];

export const PROJECTS: readonly Project[] = [
  { tool: "uv", name: "standard", manifest: STANDARD, changes: CHANGES },
  { tool: "uv", name: "own table", manifest: UV, changes: CHANGES },
  { tool: "poetry", name: "standard", manifest: STANDARD + POETRY_SOURCE, changes: CHANGES },
  { tool: "poetry", name: "own table", manifest: POETRY + POETRY_SOURCE, changes: POETRY_CHANGES },
  { tool: "pdm", name: "standard", manifest: STANDARD, changes: CHANGES },
  { tool: "pdm", name: "own table", manifest: PDM, changes: CHANGES },
  { tool: "pipenv", name: "Pipfile", manifest: PIPFILE, changes: PIPFILE_CHANGES },
];
