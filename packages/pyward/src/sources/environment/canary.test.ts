import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findEnvironment } from "../../find-environment.ts";
import { nodeTree, realPath } from "../../host/node/index.ts";
import { environment } from "./index.ts";

// A hostile environment on a real disk: whatever of it ran would leave the file `ran`.
const scratch = mkdtempSync(join(realpathSync(tmpdir()), "pyward-canary-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const ran = join(scratch, "ran");
const prefix = join(scratch, "venv");
const site = "lib/python3.12/site-packages";

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(prefix, path)), { recursive: true });
  writeFileSync(join(prefix, path), text);
  chmodSync(join(prefix, path), mode);
}

const python = `open(${JSON.stringify(ran)}, "w").write("x")\n`;
const shell = `#!/bin/sh\ntouch '${ran}'\n`;
put("pyvenv.cfg", `home = ${join(prefix, "bin")}\ncommand = ${shell}`);
put("bin/python", shell, 0o755);
put("bin/activate", shell, 0o755);
put("bin/pip", shell, 0o755);
put(`${site}/evil.pth`, `import os; os.system("touch ${ran}")\n`);
put(`${site}/sitecustomize.py`, python);
put(`${site}/usercustomize.py`, python);
put(`${site}/__editable___evil_1_0_finder.py`, python);
put(
  `${site}/__editable__.evil-1.0.pth`,
  "import __editable___evil_1_0_finder; __editable___evil_1_0_finder.install()\n",
);
put(`${site}/evil-1.0.dist-info/METADATA`, "Name: evil\nVersion: 1.0\n");
put(`${site}/evil-1.0.dist-info/direct_url.json`, '{"url": "file:///evil", "dir_info": {"editable": true}}');
put(`${site}/setup.py`, python);
put(`${site}/package.json`, JSON.stringify({ scripts: { preinstall: `touch ${ran}` } }));
symlinkSync("/", join(prefix, site, "root"));
writeFileSync(join(scratch, "secret.dist-info"), "Name: secret\nVersion: 1.0\n");
symlinkSync(join(scratch, "secret.dist-info"), join(prefix, site, "secret.dist-info"));

describe("a hostile environment", () => {
  it.each([".", "bin/python", site])("runs nothing when it is found by %s and read", async (path) => {
    const host = { tree: nodeTree, realPath, environment: { VIRTUAL_ENV: prefix }, cwd: prefix };
    const found = await findEnvironment({ path }, host);
    const inventory = await environment.read(
      nodeTree(found.root),
      { path: found.targetPath },
      { workingDirectory: "" },
    );
    expect(inventory.dependencies.map(({ key, own }) => [key, own])).toEqual([["evil@1.0", "editable"]]);
    expect(existsSync(ran)).toBe(false);
  });

  it("shows nothing of what lies outside", async () => {
    const inventory = await environment.read(nodeTree(prefix), { path: "" }, { workingDirectory: "" });
    expect(inventory.gaps.map(({ code, name }) => [code, name])).toEqual([["outside-root", "secret"]]);
    expect(JSON.stringify(inventory)).not.toContain(scratch);
  });
});
