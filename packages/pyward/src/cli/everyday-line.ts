import type { AuditLine } from "./audit-line.ts";
import {
  EVERYDAY_DEFAULTS,
  EVERYDAY_OPTIONS,
  OTHER_COMMANDS,
  type EverydayOption,
} from "./everyday-options.ts";
import type { Io } from "./io.ts";
import { FORMATS, parseFormat } from "./output-request.ts";

type Values = Record<string, unknown>;

/**
 * An everyday command line of `pyward audit`, read without commander, which takes a tenth of an ordinary audit to load and to be told of all
 * options; null: one that commander has to read, for help, for another command, for a rare option or way of writing, and for whatever
 * is wrong. What is read here, commander would read alike: a test compares the two on thousands of lines.
 */
export function readEverydayLine(argv: readonly string[], io: Io): AuditLine | null {
  const args = argv[0] === "audit" ? argv.slice(1) : argv;
  const paths: string[] = [];
  const values: Values = {};
  if (OTHER_COMMANDS.includes(argv[0] ?? "")) return null;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    if (!argument.startsWith("-") || argument === "-") {
      if (argument === "") return null;
      paths.push(argument);
      continue;
    }
    const option = EVERYDAY_OPTIONS[argument];
    if (option === undefined) return null;
    const text = option.kind === "flag" ? "" : args[++at];
    if (text === undefined || !take(option, text, values)) return null;
  }
  if (values["quiet"] === true && values["verbose"] === true) return null;
  const typed: AuditLine["typed"] = {
    getOptionValueSource: (name) =>
      name in values ? "cli" : name in EVERYDAY_DEFAULTS ? "default" : undefined,
    whole: async () => {
      const { parsedAudit } = await import("./program.ts");
      return parsedAudit(argv, io);
    },
  };
  return { typed, paths, options: { ...EVERYDAY_DEFAULTS, ...values } };
}

/** False: not to be read here. */
function take(option: EverydayOption, text: string, values: Values): boolean {
  const { name } = option;
  if (option.kind === "flag") {
    values[name] = option.value;
    return true;
  }
  // An empty one, and one that looks like an option.
  if (text === "" || (text.startsWith("-") && text !== "-")) return false;
  switch (option.kind) {
    case "text":
      values[name] = text;
      return true;
    case "word":
      values[name] = text;
      return option.words.includes(text);
    case "texts":
      values[name] = [...listOf(values[name]), text];
      return true;
    case "formats":
      return takeFormat(name, text, values);
    default:
      return option satisfies never;
  }
}

function takeFormat(name: string, text: string, values: Values): boolean {
  try {
    values[name] = [...listOf(values[name]), parseFormat(text, FORMATS)];
    return true;
  } catch {
    return false; // Commander says what is wrong with it.
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
