import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import { pdmLock } from "./index.ts";

const read = (text: string) =>
  pdmLock.read(memoryTree({ "pdm.lock": text }), { path: "pdm.lock" }, { workingDirectory: "" });

const METADATA = '[metadata]\nlock_version = "4.5.0"\n';

test("gives up on requirements that are made to take long", async () => {
  const releases = Array.from({ length: 1100 }, (_, at) => `[[package]]\nname = "a"\nversion = "${at}"\n`);
  const requirements = Array.from({ length: 1000 }, (_, at) => `"a!=${at}.1"`);
  const text = `${METADATA}${releases.join("")}[[package]]\nname = "b"\ndependencies = [${requirements.join()}]\n`;
  const { dependencies, edges, gaps } = await read(text);
  expect(gaps.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  expect([dependencies.length, edges.length]).toEqual([1101, 0]);
});

test("says which Pythons and platforms the lock is for", async () => {
  const target = '[[metadata.targets]]\nrequires_python = ">=3.9"\n';
  expect((await read(`${METADATA}${target}platform = "windows_amd64"\n`)).notes).toEqual([
    "pdm.lock is for Python >=3.9 on windows_amd64",
  ]);
  expect((await read(`${METADATA}${target}platform = "\\u001b[2J"\n`)).notes).toEqual([]);
});
