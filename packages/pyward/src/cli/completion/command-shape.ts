import type { Argument, Command, Option } from "commander";
import { examplesOf, wordsOffered } from "../help.ts";

/** A command as shells and the manual need it: plain data, made from the program alone. */
export interface CommandShape {
  /** Its words behind `pyward`: `["db", "import"]`; empty for the program itself. */
  readonly path: readonly string[];
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly description: string;
  readonly usage: string;
  readonly options: readonly OptionShape[];
  readonly arguments: readonly ArgumentShape[];
  readonly commands: readonly CommandShape[];
  /** Command lines, some with a remark behind spaces. */
  readonly examples: readonly string[];
}

export interface OptionShape {
  /** As they are typed, the short one first: `["-f", "--format"]`. */
  readonly names: readonly string[];
  /** As the help writes its value: `<FILE>`; null: it has none. */
  readonly placeholder: string | null;
  readonly value: Value;
  readonly says: string;
}

interface ArgumentShape {
  readonly name: string;
  readonly value: Value;
  readonly isRepeated: boolean;
  readonly says: string;
}

/** What may be typed for a value. */
export type Value =
  | { readonly kind: "none" }
  | { readonly kind: "files" }
  | { readonly kind: "folders" }
  /** One of these. */
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** One of these, and then, behind a colon, a file. */
  | { readonly kind: "outputs"; readonly words: readonly string[] }
  /** Several of these with commas between, joined to the option by `=`; or nothing. */
  | { readonly kind: "list"; readonly words: readonly string[] }
  /** Nobody can tell: an id, a version, a reason. */
  | { readonly kind: "free" };

/** The program and all its commands. */
export function shapeOf(command: Command, path: readonly string[] = []): CommandShape {
  const description = command.description();
  return {
    path,
    name: command.name(),
    summary: oneLine(command.summary() || description),
    description,
    usage: command.usage(),
    options: command.options.filter(({ hidden }) => !hidden).map(optionShape),
    arguments: command.registeredArguments.map(argumentShape),
    examples: examplesOf(command),
    commands: command.commands.map((child) => shapeOf(child, [...path, child.name()])),
  };
}

/** The first sentence, with no full stop at its end. */
function oneLine(text: string): string {
  const end = text.search(/\.(?:\s|$)/);
  return end === -1 ? text : text.slice(0, end);
}

function optionShape(option: Option): OptionShape {
  const { short, long, flags, description } = option;
  return {
    names: [short, long].filter((name) => name !== undefined),
    placeholder: /<.*>/.exec(flags)?.[0] ?? null,
    value: valueOf(option),
    says: description,
  };
}

function argumentShape(argument: Argument): ArgumentShape {
  const { variadic, description, argChoices } = argument;
  const name = argument.name();
  const value = argChoices === undefined ? valueNamed(name) : words(argChoices);
  return { name, value, isRepeated: variadic, says: description };
}

function valueOf(option: Option): Value {
  const [, placeholder = ""] = /<(.*)>/.exec(option.flags) ?? [];
  if (placeholder === "") return { kind: "none" };
  const known = wordsOffered(option);
  if (known === null) return valueNamed(placeholder);
  if (placeholder.endsWith("[:FILE]")) return { kind: "outputs", words: known };
  return placeholder.startsWith("[=") ? { kind: "list", words: known } : words(known);
}

/** What the placeholders in use stand for. A test fails for one that is not here. */
const PLACEHOLDERS: Readonly<Record<string, Value>> = {
  URL: { kind: "free" },
  FILE: { kind: "files" },
  PATH: { kind: "files" },
  REPORT: { kind: "files" },
  KEY: { kind: "files" },
  BASE: { kind: "files" },
  "FILE|DIR": { kind: "files" },
  BEFORE: { kind: "files" },
  AFTER: { kind: "files" },
  "FILE|REF": { kind: "files" },
  DIR: { kind: "folders" },
  FOLDER: { kind: "folders" },
  ...Object.fromEntries(
    "ADDRESS ARGUMENTS DATE DAYS GLOB ID ID[=REASON] N NAME PORT PROBABILITY REQUIREMENT REVISION SPECIFIER TEXT VERSION WHAT ID=URL"
      .split(" ")
      .map((name) => [name, { kind: "free" }]),
  ),
};

/** Whether it is known what a placeholder stands for. */
export function isKnownPlaceholder(name: string): boolean {
  return Object.hasOwn(PLACEHOLDERS, name);
}

function valueNamed(placeholder: string): Value {
  return PLACEHOLDERS[placeholder] ?? { kind: "free" };
}

function words(list: readonly string[]): Value {
  return { kind: "words", words: list };
}
