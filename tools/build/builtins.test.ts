import { expect, test } from "vitest";
import { takeBuiltins } from "./builtins.ts";

test.each([
  [
    'import{join,posix as p}from"node:path";',
    'const {join,posix:p}=globalThis.process.getBuiltinModule("node:path");',
  ],
  ['import fs from"node:fs";', 'const fs=globalThis.process.getBuiltinModule("node:fs");'],
  ['import*as $fs from"node:fs";', 'const $fs=globalThis.process.getBuiltinModule("node:fs");'],
  ['import{x}from"node:fs/promises";', 'const {x}=globalThis.process.getBuiltinModule("node:fs/promises");'],
  ['import process from"node:process";', "const process=globalThis.process;"],
  ['import child from"node:child_process";', "const child={};"],
  ['import{a}from"./chunk.js";f("import{x}from");', 'import{a}from"./chunk.js";f("import{x}from");'],
])("%s", (code, expected) => expect(takeBuiltins(code)).toBe(expected));

test("an import that it does not know is an error, not a slow start", () => {
  expect(() => takeBuiltins('export{join}from"node:path";')).toThrow("not taken");
});
