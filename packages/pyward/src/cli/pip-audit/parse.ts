import { pythonRepr } from "../../audit-like-pip-audit.ts";
import { ABSENT, OPTIONS, type OptionSpec } from "./options.ts";

/** What was given: the values of each option by its long name, the last one last. */
export interface Given {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly projectPath: string | null;
  /** Options whose values come from variables. */
  readonly substituted: ReadonlySet<string>;
}

export type Parsed =
  | { readonly kind: "given"; readonly given: Given }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  /** A usage error, without the usage. */
  | { readonly kind: "error"; readonly message: string };

/**
 * Reads a command line as Python's argparse reads pip-audit's: long options may be abbreviated (`--form json`), short ones are
 * joined (`-Sdr FILE`, `-fjson`), a value may stand behind `=`, `--` ends the options, the first error from the left is
 * told, and what is not known is told at the end. Variables of the environment stand in for options that are not given.
 */
export function parseArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Parsed {
  const words = classify(argv);
  if (words.kind === "error") return words;
  const reading = new Reading(words.words);
  return reading.read() ?? reading.finish(environment);
}

type Word =
  | { readonly kind: "argument"; readonly text: string }
  /** `joined`: the value behind `=` or behind a short option; null: none. */
  | {
      readonly kind: "option";
      readonly spec: OptionSpec;
      readonly joined: string | null;
      readonly isShort: boolean;
    }
  | { readonly kind: "absent"; readonly name: string }
  | { readonly kind: "unknown"; readonly text: string };

type Classified =
  | { readonly kind: "words"; readonly words: readonly Word[] }
  | { readonly kind: "error"; readonly message: string };

/** What each word is, before any is acted on: an ambiguous abbreviation is an error wherever it stands. */
function classify(argv: readonly string[]): Classified {
  const words: Word[] = [];
  for (const [at, text] of argv.entries()) {
    if (text === "--") {
      words.push(...argv.slice(at + 1).map((rest) => ({ kind: "argument" as const, text: rest })));
      break;
    }
    const word = classifyOne(text);
    if (word.kind === "error") return word;
    words.push(word);
  }
  return { kind: "words", words };
}

function classifyOne(text: string): Word | Extract<Classified, { kind: "error" }> {
  if (!text.startsWith("-") || text === "-") return { kind: "argument", text };
  const equals = text.indexOf("=");
  const [name, joined] = equals === -1 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)];
  const exact = OPTIONS.find(({ short, long }) => name === short || name === long);
  if (exact !== undefined) return { kind: "option", spec: exact, joined, isShort: name === exact.short };
  if (Object.hasOwn(ABSENT, name)) return { kind: "absent", name };
  if (text.startsWith("--")) return abbreviated(text, name, joined);
  const spec = OPTIONS.find(({ short }) => short === text.slice(0, 2));
  if (spec !== undefined) return { kind: "option", spec, joined: text.slice(2), isShort: true };
  return /^-\d+$|^-\d*\.\d+$/.test(text) || text.includes(" ")
    ? { kind: "argument", text }
    : { kind: "unknown", text };
}

function abbreviated(
  text: string,
  name: string,
  joined: string | null,
): Word | Extract<Classified, { kind: "error" }> {
  const known = OPTIONS.filter(({ long, isOwn }) => !isOwn && long.startsWith(name));
  const absent = Object.keys(ABSENT).filter((long) => long.startsWith(name));
  const [spec] = known;
  if (known.length + absent.length > 1) {
    const matches = inHelpOrder([...known.map(({ long }) => long), ...absent]).join(", ");
    return { kind: "error", message: `ambiguous option: ${text} could match ${matches}` };
  }
  if (spec !== undefined) return { kind: "option", spec, joined, isShort: false };
  if (absent[0] !== undefined) return { kind: "absent", name: absent[0] };
  return text.includes(" ") ? { kind: "argument", text } : { kind: "unknown", text };
}

/** pip-audit's own order, in which an error lists what an abbreviation could mean. */
const ORDER = [
  ...["--help", "--version", "--local", "--requirement", "--locked", "--format", "--vulnerability-service"],
  ...["--osv-url", "--dry-run", "--strict", "--desc", "--aliases", "--cache-dir", "--progress-spinner"],
  ...["--timeout", "--path", "--verbose", "--fix", "--require-hashes", "--index-url", "--extra-index-url"],
  ...["--skip-editable", "--no-deps", "--output", "--ignore-vuln", "--disable-pip"],
];

function inHelpOrder(names: readonly string[]): readonly string[] {
  return names.toSorted((left, right) => ORDER.indexOf(left) - ORDER.indexOf(right));
}

class Reading {
  readonly #words: readonly Word[];
  readonly #values = new Map<string, string[]>();
  readonly #extras: string[] = [];
  #projectPath: string | null = null;
  /** The first of `-r`, a path and `--path` that was given: they exclude each other. */
  #mode: string | null = null;
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  /** Null where there is nothing to say before the end. */
  read(): Parsed | null {
    while (this.#at < this.#words.length) {
      const word = this.#words[this.#at++];
      if (word === undefined) break;
      const result = this.#act(word);
      if (result !== null) return result;
    }
    return null;
  }

  #act(word: Word): Parsed | null {
    switch (word.kind) {
      case "unknown":
        this.#extras.push(word.text);
        return null;
      case "absent":
        return error(`${word.name} is not supported: ${ABSENT[word.name]?.why ?? ""}`);
      case "argument":
        if (this.#projectPath !== null) {
          this.#extras.push(word.text);
          return null;
        }
        this.#projectPath = word.text;
        return this.#exclude("project_path");
      case "option":
        return this.#option(word.spec, word.joined, word.isShort);
    }
  }

  #option(spec: OptionSpec, joined: string | null, isShort: boolean): Parsed | null {
    if (spec.takes === "nothing" || spec.takes === "count") return this.#flag(spec, joined, isShort);
    const value = joined ?? this.#nextArgument();
    if (value === null && spec.takes !== "optional")
      return error(`argument ${titleOf(spec)}: expected one argument`);
    const problem = value === null ? null : problemOf(spec, value);
    if (problem !== null) return error(problem);
    const known = this.#values.get(spec.long) ?? [];
    this.#values.set(spec.long, [...known, value ?? "on"]);
    if (spec.long === "--requirement" || spec.long === "--path") return this.#exclude(titleOf(spec));
    return null;
  }

  #flag(spec: OptionSpec, joined: string | null, isShort: boolean): Parsed | null {
    // Joined short options: the next letter is the next one.
    const next =
      joined === null || joined === "" || !isShort
        ? undefined
        : OPTIONS.find(({ short }) => short === `-${joined[0]}`);
    if (joined !== null && (joined === "" || next === undefined))
      return error(`argument ${titleOf(spec)}: ignored explicit argument ${pythonRepr(joined)}`);
    if (spec.long === "--help") return { kind: "help" };
    if (spec.long === "--version") return { kind: "version" };
    this.#values.set(spec.long, [...(this.#values.get(spec.long) ?? []), "on"]);
    if (next === undefined || joined === null) return null;
    return this.#option(next, joined.length === 1 ? null : joined.slice(1), true);
  }

  #nextArgument(): string | null {
    const next = this.#words[this.#at];
    if (next?.kind !== "argument") return null;
    this.#at++;
    return next.text;
  }

  #exclude(title: string): Parsed | null {
    if (this.#mode !== null && this.#mode !== title)
      return error(`argument ${title}: not allowed with argument ${this.#mode}`);
    this.#mode = title;
    return null;
  }

  finish(environment: Readonly<Record<string, string | undefined>>): Parsed {
    const substituted = new Set<string>();
    for (const spec of OPTIONS) {
      const value = spec.variable === null ? undefined : environment[spec.variable];
      if (value === undefined || this.#values.has(spec.long)) continue;
      const problem = problemOf(spec, value);
      if (problem !== null) return error(problem);
      this.#values.set(spec.long, [value]);
      substituted.add(spec.long);
    }
    if (this.#extras.length > 0) return error(`unrecognized arguments: ${this.#extras.join(" ")}`);
    return { kind: "given", given: { values: this.#values, projectPath: this.#projectPath, substituted } };
  }
}

function error(message: string): Parsed {
  return { kind: "error", message };
}

/** `-r/--requirement`, as errors name an option. */
function titleOf({ short, long }: OptionSpec): string {
  return short === null ? long : `${short}/${long}`;
}

function problemOf(spec: OptionSpec, value: string): string | null {
  const { choices } = spec;
  if (choices === null || (choices !== "int" && choices.values.includes(value))) return null;
  if (choices === "int" && /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value)) return null;
  const type = choices === "int" ? "int" : choices.type;
  return `argument ${titleOf(spec)}: invalid ${type} value: ${pythonRepr(value)}`;
}
