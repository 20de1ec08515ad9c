// Inputs made to exhaust a reader. Each ends in a gap or an error that says what to do, within 2 s and 300 MB.
import { closeSync, ftruncateSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HeavyCase } from "./heavy-case.ts";
import { HEAVY_ARCHIVES } from "./heavy-archives.ts";
import { ADVISORIES, within } from "./run-pyward.ts";

const LONG = 50_000_000;
const DEEP = 10_000;
const SPARSE = 10_000_000_000;
const SITE = ["venv", "lib", "python3.12", "site-packages"];

const AUDIT = ["audit", ".", "-f", "json", "--database", ADVISORIES];
const ENV = ["env", "venv", "-f", "json", "--database", ADVISORIES];

/** A project of one file beside a good one, so that the rest is seen to be audited. */
function project(file: string, text: string | Buffer): (folder: string) => readonly string[] {
  return (folder) => {
    writeFileSync(join(folder, file), text);
    return AUDIT;
  };
}

function metadata(text: string | Buffer): (folder: string) => readonly string[] {
  return (folder) => {
    writeFileSync(within(folder, "venv", "pyvenv.cfg"), "version = 3.12.1\n");
    writeFileSync(within(folder, ...SITE, "brick-1.3.dist-info", "METADATA"), "Name: brick\nVersion: 1.3\n");
    writeFileSync(within(folder, ...SITE, "wall-1.0.dist-info", "METADATA"), text);
    return ENV;
  };
}

function sparse(path: string): void {
  const descriptor = openSync(path, "w");
  ftruncateSync(descriptor, SPARSE);
  closeSync(descriptor);
}

const times = (count: number, text: string): string => text.repeat(count);
const line = (head: string, tail = ""): Buffer =>
  Buffer.concat([Buffer.from(head), Buffer.alloc(LONG, "x"), Buffer.from(tail)]);
const lock = (value: string): string =>
  `version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "brick"\nversion = "1.3"\nx = ${value}\n`;
const pyproject = (dependency: string): string =>
  `[project]\nname = "wall"\nversion = "1"\ndependencies = [${JSON.stringify(dependency)}]\n`;

const longLines: readonly HeavyCase[] = [
  {
    name: "a 50 MB line in requirements.txt",
    make: project("requirements.txt", line("brick==1.3\n")),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a 50 MB line in pyproject.toml",
    make: project("pyproject.toml", line('[project]\nname = "wall"\ndescription = "', '"\n')),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a 50 MB line in uv.lock",
    make: project("uv.lock", line(lock('"').trimEnd(), '"\n')),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a 50 MB line in METADATA",
    make: metadata(line("Metadata-Version: 2.1\nName: ")),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
];

const deepNesting: readonly HeavyCase[] = [
  {
    name: "arrays in TOML, 10,000 deep",
    make: project("pyproject.toml", `x = ${times(DEEP, "[")}${times(DEEP, "]")}\n`),
    exit: 3,
    gaps: ["unparsable-file"],
  },
  {
    name: "inline tables in TOML, 10,000 deep",
    make: project("pyproject.toml", `x = ${times(DEEP, "{a = ")}1${times(DEEP, "}")}\n`),
    exit: 3,
    gaps: ["unparsable-file"],
  },
  {
    name: "a dotted key in TOML, 10,000 deep",
    make: project("pyproject.toml", `${times(DEEP, "a.")}b = 1\n`),
    exit: 3,
    gaps: ["unparsable-file"],
  },
  {
    name: "arrays in uv.lock, 10,000 deep",
    make: project("uv.lock", lock(`${times(DEEP, "[")}${times(DEEP, "]")}`)),
    exit: 3,
    gaps: ["unparsable-file"],
  },
  {
    name: "inline tables in uv.lock, 10,000 deep",
    make: project("uv.lock", lock(`${times(DEEP, "{a = ")}1${times(DEEP, "}")}`)),
    exit: 3,
    gaps: ["unparsable-file"],
  },
  {
    name: "a marker of requirements.txt, 10,000 deep",
    make: project(
      "requirements.txt",
      `brick==1.3 ; ${times(DEEP, "(")}python_version > "3"${times(DEEP, ")")}\n`,
    ),
    exit: 3,
    gaps: ["unparsable-line"],
  },
  {
    name: "a marker of pyproject.toml, 10,000 deep",
    make: project(
      "pyproject.toml",
      pyproject(`brick==1.3 ; ${times(DEEP, "(")}python_version > "3"${times(DEEP, ")")}`),
    ),
    exit: 3,
    gaps: ["unparsable-line"],
  },
  {
    name: "a marker of METADATA, 10,000 deep",
    make: metadata(
      `Name: wall\nVersion: 1\nRequires-Dist: brick ; ${times(DEEP, "(")}extra == "x"${times(DEEP, ")")}\n`,
    ),
    // It only says why another package is there; both are audited.
    exit: 0,
    gaps: [],
  },
  {
    name: "a record for db import, 10,000 deep",
    make: (folder) => {
      writeFileSync(
        join(folder, "record.json"),
        `{"id":"PYSEC-1","x":${times(DEEP, "[")}${times(DEEP, "]")}}`,
      );
      return ["db", "import", "record.json"];
    },
    exit: 3,
    gaps: null,
  },
  {
    name: "a record in YAML for db import, 10,000 deep",
    make: (folder) => {
      writeFileSync(join(folder, "record.yaml"), `id: PYSEC-1\nx: ${times(DEEP, "[")}${times(DEEP, "]")}\n`);
      return ["db", "import", "record.yaml"];
    },
    exit: 3,
    gaps: null,
  },
  {
    name: "a saved report, 10,000 deep",
    make: (folder) => {
      writeFileSync(
        join(folder, "report.json"),
        `{"schema":"pyward-report/1","tool":${times(DEEP, "[")}${times(DEEP, "]")}}`,
      );
      return ["render", "report.json"];
    },
    exit: 2,
    gaps: null,
  },
];

/** Each file includes the next one. */
function chain(nameOf: (at: number) => string): (folder: string) => readonly string[] {
  return (folder) => {
    for (let at = 0; at < DEEP; at++) writeFileSync(join(folder, nameOf(at)), `-r ${nameOf(at + 1)}\n`);
    writeFileSync(join(folder, nameOf(DEEP)), "brick==1.3\n");
    return ["audit", "-r", nameOf(0), "-f", "json", "--database", ADVISORIES];
  };
}

const includes: readonly HeavyCase[] = [
  {
    name: "a chain of 10,000 files that include each other",
    make: chain((at) => `part${at}.txt`),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "the same, each a project's own by its name",
    make: (folder) => {
      chain((at) => `requirements-${at}.txt`)(folder);
      return AUDIT;
    },
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "300 files that each include all",
    make: (folder) => {
      const all = Array.from({ length: 300 }, (_, at) => `requirements-${at}.txt`);
      const text = all.map((name) => `-r ${name}\n`).join("");
      for (const name of all) writeFileSync(join(folder, name), text);
      return AUDIT;
    },
    exit: 3,
    gaps: ["limit-exceeded", "unparsable-line"],
  },
];

const sparseFiles: readonly HeavyCase[] = [
  ...["requirements.txt", "pyproject.toml", "uv.lock"].map((file) => ({
    name: `${file} as a sparse file of 10 GB`,
    make: (folder: string) => {
      sparse(join(folder, file));
      return AUDIT;
    },
    exit: 3,
    gaps: ["limit-exceeded"],
  })),
  {
    name: "METADATA as a sparse file of 10 GB",
    make: (folder) => {
      const args = metadata("")(folder);
      sparse(join(folder, ...SITE, "wall-1.0.dist-info", "METADATA"));
      return args;
    },
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a database as a sparse file of 10 GB",
    make: (folder) => {
      writeFileSync(join(folder, "requirements.txt"), "brick==1.3\n");
      sparse(join(folder, "database"));
      return ["audit", "-r", "requirements.txt", "-f", "json", "--database", "database"];
    },
    exit: 3,
    gaps: ["no-advisory-data"],
  },
  {
    name: "a sparse file of 10 GB for db import",
    make: (folder) => {
      sparse(join(folder, "all.zip"));
      return ["db", "import", "all.zip"];
    },
    exit: 3,
    gaps: null,
  },
  {
    name: "a saved report as a sparse file of 10 GB",
    make: (folder) => {
      sparse(join(folder, "report.json"));
      return ["render", "report.json"];
    },
    exit: 2,
    gaps: null,
  },
];

const loops: readonly HeavyCase[] = [
  {
    name: "links that lead in a circle, in a project",
    make: (folder) => {
      writeFileSync(join(folder, "requirements-good.txt"), "brick==1.3\n");
      symlinkSync("requirements.txt", join(folder, "requirements.txt"));
      symlinkSync(".", join(folder, "again"));
      symlinkSync("there", join(folder, "here"));
      symlinkSync("here", join(folder, "there"));
      return AUDIT;
    },
    exit: 3,
    gaps: ["unreadable"],
  },
  {
    name: "links that lead in a circle, in an environment",
    make: (folder) => {
      const args = metadata("Name: wall\nVersion: 1.0\n")(folder);
      const site = join(folder, ...SITE);
      symlinkSync("loop-1.0.dist-info", join(site, "loop-1.0.dist-info"));
      symlinkSync("METADATA", within(site, "self-1.0.dist-info", "METADATA"));
      symlinkSync(".", join(site, "again"));
      return args;
    },
    exit: 3,
    gaps: ["unreadable"],
  },
];

export const HEAVY_CASES: readonly HeavyCase[] = [
  ...longLines,
  ...deepNesting,
  ...includes,
  ...sparseFiles,
  ...loops,
  ...HEAVY_ARCHIVES,
];
