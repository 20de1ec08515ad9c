// Of what is only mentioned: inputs made to exhaust the readers of Dockerfiles, notebooks, tox and pre-commit.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ADVISORIES } from "./run-pyward.ts";
import type { HeavyCase } from "./heavy-case.ts";

/** A good project beside the file, so that the rest is seen to be audited. */
function beside(file: string, text: string | Buffer): HeavyCase["make"] {
  return (folder) => {
    writeFileSync(join(folder, "requirements.txt"), "brick==1.3\n");
    writeFileSync(join(folder, file), text);
    return ["audit", ".", "-f", "json", "--database", ADVISORIES];
  };
}

const ROOM = 2_000_000;
const fill = (piece: string): string => piece.repeat(Math.floor(ROOM / piece.length));
const dockerfile = (run: string): HeavyCase["make"] =>
  beside("Dockerfile", `FROM python\n${run}`.slice(0, ROOM));

/** Each variable holds the one before it twice. */
const doubled = Array.from({ length: 60 }, (_, at) => `ENV A${at + 1}="$A${at}$A${at}"\n`).join("");

function notebook(source: string, outputs: string): Buffer {
  const cell = `{"cell_type": "code", "outputs": [${outputs}], "source": [${JSON.stringify(source)}]}`;
  return Buffer.from(`{"cells": [${cell}], "metadata": {}, "nbformat": 4}\n`);
}

export const HEAVY_MENTIONS: readonly HeavyCase[] = [
  {
    name: "a Dockerfile of more than 2 MB",
    make: beside("Dockerfile", `FROM python\n${fill("RUN pip install a\n")}${fill("RUN pip install a\n")}`),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a Dockerfile with a word of 2 MB",
    make: dockerfile(`RUN pip install ${fill("a")}`),
    exit: 0,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a Dockerfile with more packages than any has",
    make: dockerfile(`RUN pip install${fill(" a==1")}`),
    exit: 3,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a Dockerfile with variables that double 60 times",
    make: dockerfile(`ENV A0=xxxxxxxxxxxxxxxx\n${doubled}RUN pip install $A60\n`),
    exit: 0,
    gaps: ["dynamic-metadata"],
  },
  {
    name: "a Dockerfile with a long variable used everywhere",
    make: dockerfile(`ENV A="${"x ".repeat(9000)}"\n${fill("RUN pip install $A\n")}`),
    exit: 3,
    gaps: ["limit-exceeded", "unpinned"],
  },
  ...["$(", "${", '"', "'", "`", "(", "<<A ", "sh -c '", "if true; then ", "pip -"].map((piece) => ({
    name: `a Dockerfile with ${JSON.stringify(piece)} a million times over`,
    make: dockerfile(`RUN pip install b; ${fill(piece)}`),
    exit: 0,
    gaps: ["unpinned"],
  })),
  {
    name: "a Dockerfile with here-documents that never end",
    make: dockerfile(`RUN pip install b\n${fill("RUN <<A\nRUN <<B\n")}`),
    exit: 0,
    gaps: ["unpinned"],
  },
  {
    name: "a notebook with outputs of 50 MB, 10,000 deep",
    make: beside(
      "a.ipynb",
      notebook("!pip install b", `${"[".repeat(10_000)}"${"x".repeat(50_000_000)}"${"]".repeat(10_000)}`),
    ),
    exit: 0,
    gaps: ["unpinned"],
  },
  {
    name: "a notebook with outputs of ten million numbers",
    make: beside("a.ipynb", notebook("!pip install b", `[${"1,2,".repeat(5_000_000)}3]`)),
    exit: 0,
    gaps: ["unpinned"],
  },
  {
    name: "a notebook whose source is 50 MB of commands",
    make: beside("a.ipynb", notebook("!pip install b\n".repeat(3_000_000), "")),
    exit: 3,
    gaps: ["limit-exceeded", "unpinned"],
  },
  {
    name: "a notebook with arrays 10,000 deep",
    make: beside("a.ipynb", `{"cells": ${"[".repeat(10_000)}"pip install"${"]".repeat(10_000)}}`),
    exit: 3,
    gaps: ["unparsable-file"],
  },
  {
    name: "a tox.ini whose lists name each other twice, 40 times",
    make: beside(
      "tox.ini",
      `[testenv]\ndeps = {[s0]deps}\n${Array.from({ length: 40 }, (_, at) => `[s${at}]\ndeps =\n {[s${at + 1}]deps}\n {[s${at + 1}]deps}\n`).join("")}`,
    ),
    exit: 0,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a tox.ini with a line of 2 MB",
    make: beside("tox.ini", `[testenv]\ndeps = ${fill("{").slice(0, ROOM - 100)}`),
    exit: 0,
    gaps: ["limit-exceeded"],
  },
  {
    name: "a pre-commit configuration whose hooks repeat a list a thousand times",
    make: beside(
      ".pre-commit-config.yaml",
      `repos:\n- repo: x\n  hooks:\n  - &h\n    id: mypy\n    additional_dependencies: [${"a, ".repeat(10_000)}b]\n${"  - *h\n".repeat(900)}`,
    ),
    exit: 3,
    gaps: ["limit-exceeded", "unpinned"],
  },
];
