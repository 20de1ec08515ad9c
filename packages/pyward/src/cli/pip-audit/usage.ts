import { OPTIONS, type OptionSpec } from "./options.ts";

const WIDTH = 78;
const HELP_AT = 24;

/** The usage as argparse wraps it on a terminal of 80 columns. */
export function usageText(): string {
  const start = "usage: pip-audit ";
  const lines: string[] = [];
  let line = start.trimEnd();
  for (const part of OPTIONS.map(usageOf)) {
    if (line.length + 1 + part.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(start.length - 1);
    }
    line += ` ${part}`;
  }
  return [...lines, line, `${" ".repeat(start.length)}[project_path]`].map((one) => `${one}\n`).join("");
}

function usageOf({ short, long, takes, value }: OptionSpec): string {
  const name = short ?? long;
  if (takes === "nothing" || takes === "count") return `[${name}]`;
  return takes === "optional" ? `[${name} [${value}]]` : `[${name} ${value}]`;
}

/** The whole help. */
export function helpText(): string {
  return [
    usageText(),
    "audit the Python environment for dependencies with known vulnerabilities: pip-audit's command line, answered by pyward",
    "",
    "positional arguments:",
    ...entry("project_path", "audit a local Python project at the given path (default: None)"),
    "",
    "options:",
    ...OPTIONS.flatMap((option) => entry(namesOf(option), helpOf(option))),
    "",
    ...EXAMPLES,
    "",
  ].join("\n");
}

const EXAMPLES = [
  "Examples:",
  "  pyward pip-audit                                 the active environment, or ./.venv",
  "  pyward pip-audit -r requirements.txt --no-deps --disable-pip",
  "  pyward pip-audit --locked . -f json -o audit.json",
];

function namesOf({ short, long, takes, value }: OptionSpec): string {
  const shown =
    takes === "nothing" || takes === "count" ? "" : takes === "optional" ? ` [${value}]` : ` ${value}`;
  return [...(short === null ? [] : [short]), long].map((name) => name + shown).join(", ");
}

function helpOf({ help, fallback }: OptionSpec): string {
  return fallback === "" ? help : `${help} (default: ${fallback})`;
}

function entry(names: string, help: string): readonly string[] {
  const [first = "", ...rest] = wrap(help, WIDTH - HELP_AT);
  const head = `  ${names}`;
  const indented = rest.map((line) => " ".repeat(HELP_AT) + line);
  return head.length + 2 > HELP_AT
    ? [head, " ".repeat(HELP_AT) + first, ...indented]
    : [head.padEnd(HELP_AT) + first, ...indented];
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
