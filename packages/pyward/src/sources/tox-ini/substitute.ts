/** A line with what is known put in. Computed: something in it is known only when tox runs. */
export interface Substituted {
  readonly text: string;
  readonly isComputed: boolean;
}

/** What is known where the line stands. */
export interface Known {
  /** Of `{[section]key}`; null: no such option, or more than a line. */
  option(section: string, key: string): string | null;
  /** Of a variable that the file sets itself. */
  variable(name: string): string | null;
}

/** tox's own names of the folder that the file stands in. */
const HERE = /\{(?:toxinidir|tox_root)\}[/\\]?/g;
/** `{env:NAME:default}`, `{posargs:default}`, `{[section]key}`, `{[section]key:default}`, `{/}`, `{name}`. */
const REFERENCE =
  /\{(?:env:([A-Za-z_][A-Za-z0-9_]*)(?::([^{}]*))?|posargs(?::([^{}]*))?|\[([^\]{}]+)\]([\w-]+)(?::([^{}]*))?|[/:]|[\w-]+)\}/g;
/** References in what a reference leads to. */
const MAX_ROUNDS = 5;
const MAX_TEXT = 20_000;

/** Puts in what a line refers to ("Substitutions"). A default counts as the value: it is what the file says. */
export function substitute(line: string, known: Known): Substituted {
  let text = line;
  for (let round = 0; round < MAX_ROUNDS && text.includes("{") && text.length < MAX_TEXT; round++)
    text = text.replaceAll(HERE, "./").replaceAll(REFERENCE, (...match) => valueIn(match, known));
  return { text, isComputed: /[{}]/.test(text) || /\$\{[A-Z0-9_]+\}/.test(text) };
}

function valueIn(match: readonly unknown[], known: Known): string {
  const [whole = "", variable, ofVariable, ofArguments, section, key, ofReference] = match.map(textOf);
  if (whole === "{/}" || whole === "{:}") return whole.charAt(1);
  const set = variable === undefined ? null : known.variable(variable);
  const value = section === undefined || key === undefined ? null : known.option(section, key);
  return set ?? value ?? ofVariable ?? ofArguments ?? ofReference ?? whole;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
