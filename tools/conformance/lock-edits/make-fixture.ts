// Makes a fixture of a case, with the names of hosts taken out.
//
//     node tools/conformance/lock-edits/make-fixture.ts CASE FIXTURE
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alongside, casesIn, changesOf, sourceOf } from "./cases.ts";

const [folder = "", target = ""] = process.argv.slice(2);
const [one] = casesIn(folder);
if (one === undefined) throw new Error(`no case in ${folder}`);
const hosts = [
  process.env["PYWARD_TEST_INDEX"] ?? "",
  ...(process.env["PYWARD_TEST_HOSTS"] ?? "").split(" "),
];
const anonymous = (text: string): string =>
  hosts
    .filter((url) => url !== "")
    .reduce((result, url) => result.replaceAll(new URL(url).host, "index.example"), text);
const changes = await changesOf(await sourceOf(one.file), one);
const edits = alongside(one);
mkdirSync(target, { recursive: true });
const files = {
  [one.file]: one.before,
  [one.manifest.name]: one.manifest.text,
  [`${one.file}.expected`]: one.after,
  ...(edits.length === 0 ? {} : { "alongside.json": `${JSON.stringify(edits, null, 2)}\n` }),
  "changes.json": `${JSON.stringify(changes, null, 2)}\n`,
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(target, name), anonymous(text));
