import { describe, expect, test } from "vitest";
import { ShellVariables } from "../../../syntax/shell/index.ts";
import { readInstalls } from "./installs.ts";

function read(text: string): string[] {
  return [...readInstalls({ text, variables: new ShellVariables() })].map((install) => {
    switch (install.kind) {
      case "requirement":
        return install.text;
      case "file":
        return `-r ${install.path}`;
      case "computed":
        return `?${install.name ?? ""}`;
      default:
        return install.kind;
    }
  });
}

describe("finds what is installed", () => {
  test.each<[string, string[]]>([
    ["pip install a==1 'b>=2'", ["a==1", "b>=2"]],
    ["pip3.11 --no-cache-dir --proxy p install -U a", ["a"]],
    [
      "/venv/bin/pip install -qr x.txt -rrequirements.txt --requirement=y.txt",
      ["-r x.txt", "-r requirements.txt", "-r y.txt"],
    ],
    ["pip install --index-url u --trusted-host h -t dir -c c.txt a -- -b", ["a", "-b"]],
    ["pip install --upgrade a --upgrade-strategy eager b --pre c --extra-index u d", ["a", "b", "c", "d"]],
    [
      "pip install -e . --editable=git+https://git.example/a -e../b",
      ["-e .", "-e git+https://git.example/a", "-e ../b"],
    ],
    ["python3 -u -m pip install a; py -m pip wheel b; $PYTHON -m pip download c", ["a", "b", "c"]],
    ["sudo -u app pip install a && env X=1 pip install b; X=1 pip install c", ["a", "b", "c"]],
    ["if x; then pip install a; else pip install b; fi", ["a", "b"]],
    ["bash -lc 'pip install a && pip install b' c; su - x -c \"pip install d\"", ["a", "b", "d"]],
    [
      "uv pip install --system --python 3.12 a -r b.txt; uv add --dev c; uv tool install d --with e",
      ["a", "-r b.txt", "c", "d", "e"],
    ],
    ["pipx install --python 3.12 a; pipx inject a b c", ["a", "b", "c"]],
    [
      "conda install -y a; mamba create -n x b; conda run -n x pip install c; micromamba run pip install d",
      ["conda", "conda", "c", "d"],
    ],
    ["poetry run pip install a; uv run pip install b; xargs -n 1 pip install c", ["a", "b", "c"]],
    ["V=1 && pip install a==$V; export W=2; pip install b==$W c==$X", ["a==1", "b==2", "?c"]],
    ["pip install $(cat x) a`b`", ["?", "?"]],
    ["bash <<E\npip install a\nE\ncat <<E\npip install b\nE", ["a"]],
  ])("%j", (text, installs) => expect(read(text)).toEqual(installs));
});

describe("finds nothing", () => {
  test.each([
    "echo pip install a",
    "pip uninstall a; pip freeze; pip list; pip",
    "# pip install a",
    "apt-get install python3-pip; npm install a; npx pip install",
    "python -m build; python setup.py install; python -c 'pip install a'",
    "poetry install; uv sync; conda activate a; pipx run a",
    "pip install --group dev --dry-run --report r.json",
  ])("%j", (text) => expect(read(text)).toEqual([]));
});
