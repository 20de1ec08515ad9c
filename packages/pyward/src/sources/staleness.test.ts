import { describe, expect, test } from "vitest";
import { memoryTree } from "../host/memory/index.ts";
import { SOURCES } from "./registry.ts";

const STANDARD = String.raw`[project]
name = "wall"
version = "1.0"
description = "größer"
requires-python = ">=3.10"
dependencies = [
    "click>=8,<9",
    "tomli>=2 ; python_version < '3.11'",
]

[project.optional-dependencies]
Web_x = ["iniconfig~=2.0 # é \" \\ \u0007 \u007F 😀"]

[dependency-groups]
Test = ["pluggy>=1.0"]
dev = [{ include-group = "test" }, "packaging"]

[tool.pdm.resolution]
respect-source-order = true
overrides = { idna = "3.10" }

[[tool.pdm.source]]
name = "main"
url = "https://index.example/simple"
verify_ssl = false
exclude_packages = ["a", "b"]

[tool.poetry]
requires-poetry = ">=2.0"

[tool.poetry.group.docs]
optional = true

[tool.poetry.group.docs.dependencies]
six = { version = "*", extras = [] }
`;

const LEGACY = `[tool.poetry]
name = "wall"
version = "1.0"

[tool.poetry.dependencies]
python = "^3.10"
click = [{ version = "^8.0", python = "<3.11" }, { version = "^9", python = ">=3.11" }]
idna = { version = "3.10", optional = true }

[tool.poetry.extras]
web = ["idna"]

[tool.poetry.dev-dependencies]
pluggy = ">=1.0"
`;

const PIPFILE = `[[source]]
url = "https://index.example/simple"
verify_ssl = true
name = "main"

[packages]
Zope_Interface = "*"
idna = {version = "==3.10", extras = ["all"], markers = "python_version < '4'"}

[dev-packages]
PyYAML = ">=6"

[docs]
Sphinx = "~=8.0"

[requires]
python_version = "3.11"

[scripts]
hello = "echo"
`;

/** A lock of uv, as far as it says what it was made for. */
const UV_LOCK = `version = 1
revision = 3
requires-python = ">=3.10"

[[package]]
name = "click"
version = "8.1.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "wall"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "click" }]

[package.metadata]
requires-dist = [
    { name = "click", specifier = ">=8,<9" },
    { name = "iniconfig", marker = "extra == 'web-x'", specifier = "~=2.0" },
    { name = "tomli", marker = "python_full_version < '3.11'", specifier = ">=2" },
    { name = "wall", extras = ["web-x"], marker = "extra == 'all'" },
]

[package.metadata.requires-dev]
dev = [{ name = "packaging" }, { name = "pluggy", specifier = ">=1.0" }]
test = [{ name = "pluggy", specifier = ">=1.0" }]
`;

const UV_MANIFEST = `[project]
name = "wall"
requires-python = ">= 3.10"
dependencies = ["click <9, >= 8", "tomli>=2 ; python_version < '3.11'"]

[project.optional-dependencies]
Web_x = ["iniconfig~=2.0"]
all = ["wall[web-x]"]

[dependency-groups]
test = ["pluggy>=1.0"]
dev = [{ include-group = "test" }, "packaging"]

[tool.hatch.envs.docs]
dependencies = ["mkdocs"]
`;

async function stalenessOf(lock: string, text: string, manifestText: string) {
  const manifest = lock === "Pipfile.lock" ? "Pipfile" : "pyproject.toml";
  const tree = memoryTree({ [lock]: text, [manifest]: manifestText });
  const load = (name: string) => SOURCES.find(({ meta }) => meta.claims({ name, folder: "" }))?.load();
  const asks = await (await load(manifest))?.read(tree, { path: manifest }, { workingDirectory: "" });
  if (asks === undefined) throw new Error("nothing reads the manifest");
  return (await load(lock))?.staleness?.({ tree, lock, manifest, asks });
}

const poetry = (hash: string) => `[metadata]\nlock-version = "2.1"\ncontent-hash = "${hash}"\n`;
const pdm = (hash: string) => `[metadata]\nlock_version = "4.5.0"\ncontent_hash = "sha256:${hash}"\n`;
const pipenv = (hash: string) =>
  `{"_meta": {"hash": {"sha256": "${hash}"}, "pipfile-spec": 6}, "default": {}}`;
const OTHER = "0".repeat(64);

/** The hashes are what the tools' own functions give for these texts. */
const FRESH: readonly (readonly [string, string, string, string])[] = [
  [
    "Poetry 2.5",
    "poetry.lock",
    poetry("7bf1a3f637a733eb1a9293a8b2ef6a415f3381a2e5564a127477133bc163abeb"),
    STANDARD,
  ],
  [
    "Poetry 2.2",
    "poetry.lock",
    poetry("6f74c2c084efb91ce25ba2755d8c87a9b0f1fb47534a6e6abad8bb1a215723a1"),
    STANDARD,
  ],
  [
    "Poetry 1.8",
    "poetry.lock",
    poetry("dbfc2f16d039c5e3d4bfb945d9c4bc969f33f4ed16beffcd3efca4304822cbe9"),
    LEGACY,
  ],
  ["PDM 2.29", "pdm.lock", pdm("15a31d522ff3d26f5efde5dfccfb48e6eb80e7a4e4afbcbd53d52670549c42a9"), STANDARD],
  [
    "Pipenv 2022",
    "Pipfile.lock",
    pipenv("21499a918dd550cdf2bf5ea13c48883b3719392f4514b4cf03cc020ce7f3cc74"),
    PIPFILE,
  ],
  [
    "Pipenv 2026",
    "Pipfile.lock",
    pipenv("d2d5d047fbcb2f27709d23a2fdae2449cc24bd2cf4896c1f680669605ca0df6c"),
    PIPFILE,
  ],
  ["uv", "uv.lock", UV_LOCK, UV_MANIFEST],
];

describe("staleness", () => {
  test.each(FRESH)(
    "a lock of %s is of the manifest that it was made from",
    async (_, lock, text, manifest) => {
      expect(await stalenessOf(lock, text, manifest)).toEqual({ kind: "fresh" });
    },
  );

  test.each(FRESH)("a lock of %s is not of one with another dependency", async (_, lock, text, manifest) => {
    const changed = manifest.replace("click", "clack").replace("Zope_", "Zape_");
    expect((await stalenessOf(lock, text, changed))?.kind).toBe("stale");
  });

  test.each([
    ["poetry.lock", poetry(OTHER), "a = 1979-05-27\n[tool.poetry.dependencies]\nx = 1979-05-27\n"],
    ["pdm.lock", pdm(OTHER), "[project]\ndependencies = [07:32:00]\n"],
    ["Pipfile.lock", pipenv(OTHER), '[packages]\nclick = "*"\n'],
    ["poetry.lock", "[metadata]\n", STANDARD],
    ["uv.lock", UV_LOCK.replace('"."', '"elsewhere"'), UV_MANIFEST],
    ["uv.lock", UV_LOCK, "not TOML"],
    ["uv.lock", "not TOML", UV_MANIFEST],
    ["Pipfile.lock", "not JSON", PIPFILE],
  ])("%s that cannot be compared says nothing", async (lock, text, manifest) => {
    expect(await stalenessOf(lock, text, manifest)).toEqual({ kind: "unsaid" });
  });

  test("of a lock of uv, with what differs", async () => {
    const changed = UV_MANIFEST.replace("click <9", "click <10")
      .replace('"packaging"', '"pillow"')
      .replace('["iniconfig~=2.0"]', "[]");
    expect(await stalenessOf("uv.lock", UV_LOCK, changed)).toEqual({
      kind: "stale",
      reasons: [
        "it was made for click <9,>=8, and click <10,>=8 is asked for",
        "it was not made for pillow, which is asked for",
        "it was made for iniconfig, which is not asked for any more",
        "it was made for packaging, which is not asked for any more",
      ],
      listed: ["click", "iniconfig", "packaging", "pluggy", "tomli"],
    });
    const python = UV_MANIFEST.replace(">= 3.10", ">=3.11");
    expect(await stalenessOf("uv.lock", UV_LOCK, python)).toMatchObject({
      reasons: ["it was made for other versions of Python than are asked for"],
    });
  });
});
