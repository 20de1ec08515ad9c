import { readShell, ShellVariables, type ShellText, type ShellWord } from "../../../syntax/shell/index.ts";
import { readArguments, type Argument } from "./arguments.ts";
import { findTool, isAssignment, programOf, withoutPrefix, type Tool } from "./find-tool.ts";

/** One thing that a command of a script installs. */
export type Install =
  /** `text` as a requirements file has it, with `-e` before an editable one. */
  | { readonly kind: "requirement"; readonly text: string; readonly at: number }
  /** `-r`. */
  | { readonly kind: "file"; readonly path: string; readonly at: number }
  /** Made when the script runs. `name`: how it begins, where that is a whole name. */
  | { readonly kind: "computed"; readonly name: string | null; readonly at: number }
  | { readonly kind: "conda"; readonly at: number };

/** Scripts inside of scripts. */
const MAX_DEPTH = 4;

/** What the commands of a script install, in the order of the text. `at` is an offset in the script. */
export function* readInstalls(script: ShellText, depth = 0): Generator<Install, void, undefined> {
  if (depth > MAX_DEPTH) return;
  for (const { words, input } of readShell(script)) {
    const command = withoutPrefix(words);
    if (command.length === 0) {
      // Without a command it is the Dockerfile's: the shell gets it.
      for (const word of words) assign(script.variables, word);
      if (input !== null && !isForeign(input.text)) yield* inside(script, input, depth);
      continue;
    }
    const program = programOf(command[0]);
    if (program === "export" || program === "local" || program === "set")
      for (const word of command.slice(1)) assign(script.variables, word);
    const inner = SHELLS.has(program) ? scriptOf(command) : null;
    if (inner !== null)
      yield* inside(script, { text: inner.text, start: inner.start, isOneWord: true }, depth);
    else if (SHELLS.has(program) && input !== null) yield* inside(script, input, depth);
    const tool = findTool(words);
    if (tool !== null) yield* installsOf(tool, words[0]?.start ?? 0);
  }
}

const SHELLS = new Set(["sh", "bash", "ash", "dash", "zsh", "ksh", "su"]);

/** `#!/usr/bin/env python3`: not the shell's. */
function isForeign(text: string): boolean {
  return text.startsWith("#!") && !/^#![^\n]*\b(?:ba|da|a|z|k)?sh\b/.test(text);
}

function assign(variables: ShellVariables, { text, isComputed }: ShellWord): void {
  if (!isAssignment(text)) return;
  const equals = text.indexOf("=");
  variables.set(text.slice(0, equals), isComputed ? null : text.slice(equals + 1));
}

/** `sh -c SCRIPT`, `bash -lc SCRIPT`, `su user -c SCRIPT`. */
function scriptOf(command: readonly ShellWord[]): ShellWord | null {
  const at = command.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  const script = at === -1 ? undefined : command[at + 1];
  return script === undefined || script.isComputed ? null : script;
}

interface Inner {
  readonly text: string;
  readonly start: number;
  /** All of it stands where one word does: quotes hide where its parts are. */
  readonly isOneWord?: true;
}

function* inside(script: ShellText, inner: Inner, depth: number): Generator<Install, void, undefined> {
  const { text, start, isOneWord } = inner;
  const variables = new ShellVariables(script.variables);
  for (const install of readInstalls({ ...script, text, variables }, depth + 1))
    yield { ...install, at: isOneWord === true ? start : start + install.at };
}

const FILE = new Set(["r", "requirement", "requirements", "with-requirements"]);
const EDITABLE = new Set(["e", "editable", "with-editable"]);
const REQUIREMENT = new Set(["with", "w", "preinstall"]);

function* installsOf({ name, options, words }: Tool, at: number): Generator<Install, void, undefined> {
  if (name === "conda") {
    yield { kind: "conda", at: words[0]?.start ?? at };
    return;
  }
  for (const argument of readArguments(words, options)) {
    const install = installOf(argument);
    if (install !== null) yield install;
  }
}

function installOf(argument: Argument): Install | null {
  const { kind, word } = argument;
  const isRequirement = kind === "word" || REQUIREMENT.has(argument.name);
  const text = kind === "word" ? word.text : argument.value;
  const isFile = kind === "option" && FILE.has(argument.name);
  const isEditable = kind === "option" && EDITABLE.has(argument.name);
  if (!isRequirement && !isFile && !isEditable) return null;
  if (word.isComputed) return { kind: "computed", name: beginningOf(text), at: word.start };
  if (isFile) return { kind: "file", path: text, at: word.start };
  return { kind: "requirement", text: isEditable ? `-e ${text}` : text, at: word.start };
}

/** `django` of `django==${VERSION}`. */
function beginningOf(text: string): string | null {
  return (
    /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[^\]]*\])?\s*(?:[=<>!~]=|[<>]|@)/.exec(text)?.[1] ??
    null
  );
}
