import { splitWords } from "../../syntax/requirement-lines/index.ts";

/** What matters of the options of one line. Format and build options say nothing about what is installed. */
export interface LineOptions {
  readonly requirements: readonly string[];
  readonly constraints: readonly string[];
  readonly editables: readonly string[];
  /** Indexes in place of the default one, as written. */
  readonly indexes: readonly string[];
  /** And besides it. */
  readonly extraIndexes: readonly string[];
  /** `algorithm:digest`, as written. */
  readonly hashes: readonly string[];
  /** Words that are no option and no option's value: pip ignores them. */
  readonly ignored: readonly string[];
}

export type OptionsResult =
  | { readonly kind: "options"; readonly options: LineOptions }
  /** `reason` continues "pip refuses this line: ". It quotes no value. */
  | { readonly kind: "refused"; readonly reason: string };

type Destination = "requirements" | "constraints" | "editables" | "hashes" | "indexes" | "extraIndexes";

interface Option {
  readonly names: readonly string[];
  readonly takesValue: boolean;
  readonly keep: Destination | null;
  /** Why pip refuses a value; null: it takes it. */
  readonly refuses: (value: string) => string | null;
}

const takesAny = (): null => null;
const flag = (...names: string[]): Option => ({ names, takesValue: false, keep: null, refuses: takesAny });
const ignored = (...names: string[]): Option => ({ names, takesValue: true, keep: null, refuses: takesAny });
const kept = (where: Destination, ...names: string[]): Option => ({
  names,
  takesValue: true,
  keep: where,
  refuses: takesAny,
});
const checked = (name: string, refuses: Option["refuses"]): Option => ({ ...ignored(name), refuses });

const FEATURES: readonly string[] = [
  "fast-deps",
  "inprocess-build-deps",
  "venv-isolation",
  "truststore",
  "no-binary-enable-wheel-cache",
  "build-constraint",
];

const noDash = (value: string): string | null =>
  value.startsWith("-") ? "an option stands where a value is due" : null;

/**
 * The options of a line of pip 26 (`req_file.SUPPORTED_OPTIONS`, `SUPPORTED_OPTIONS_REQ`), and `--global-option`, which
 * pip took until 26.2.
 */
const OPTIONS: readonly Option[] = [
  kept("indexes", "-i", "--index-url", "--pypi-url"),
  kept("extraIndexes", "--extra-index-url"),
  flag("--no-index"),
  kept("constraints", "-c", "--constraint"),
  kept("requirements", "-r", "--requirement"),
  kept("editables", "-e", "--editable"),
  ignored("-f", "--find-links"),
  checked("--no-binary", noDash),
  checked("--only-binary", noDash),
  flag("--prefer-binary"),
  flag("--require-hashes"),
  flag("--no-require-hashes"),
  flag("--pre"),
  checked("--all-releases", noDash),
  checked("--only-final", noDash),
  ignored("--trusted-host"),
  checked("--use-feature", (value) => (FEATURES.includes(value) ? null : "the feature is unknown")),
  { ...kept("hashes", "--hash"), refuses: refuseHash },
  {
    ...ignored("-C", "--config-settings"),
    refuses: (value) => (value.includes("=") ? null : "a setting is KEY=VALUE"),
  },
  ignored("--global-option"),
];

const BY_NAME: ReadonlyMap<string, Option> = new Map(
  OPTIONS.flatMap((option) => option.names.map((name) => [name, option] as const)),
);

function refuseHash(value: string): string | null {
  const colon = value.indexOf(":");
  if (colon === -1) return "a hash is ALGORITHM:DIGEST";
  return ["sha256", "sha384", "sha512"].includes(value.slice(0, colon))
    ? null
    : "the algorithm of a hash is sha256, sha384 or sha512";
}

/** Where the options of a line begin: at the first word, between single spaces, that starts with `-`; else its end. */
export function startOfOptions(text: string): number {
  if (text.startsWith("-")) return 0;
  const found = text.indexOf(" -");
  return found === -1 ? text.length : found + 1;
}

/** Reads options as pip does: split like a shell, then `optparse`, with every unambiguous prefix of a long name. */
export function readOptions(text: string): OptionsResult {
  const split = splitWords(text);
  if (split.kind === "open-quote") return refused("a quote is not closed");
  if (split.kind === "lone-backslash") return refused("nothing follows a backslash");
  const read = {
    requirements: [],
    constraints: [],
    editables: [],
    hashes: [],
    indexes: [],
    extraIndexes: [],
    ignored: [],
  } satisfies Reading;
  const queue = new WordQueue(split.words);
  for (let word = queue.take(); word !== null; word = queue.take()) {
    if (word === "--") {
      for (let rest = queue.take(); rest !== null; rest = queue.take()) add(read, "ignored", rest);
    } else if (word.startsWith("-") && word.length > 1) {
      const problem = readOption(word, queue, read);
      if (problem !== null) return refused(problem);
    } else {
      add(read, "ignored", word);
    }
  }
  return { kind: "options", options: read };
}

type Reading = Record<Destination | "ignored", string[]>;

function add(read: Reading, where: Destination | "ignored", value: string): void {
  read[where].push(value);
}

function refused(reason: string): OptionsResult {
  return { kind: "refused", reason };
}

/** Words not yet read. */
class WordQueue {
  readonly #words: readonly string[];
  #next = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  take(): string | null {
    const word = this.#words[this.#next];
    if (word === undefined) return null;
    this.#next++;
    return word;
  }
}

function readOption(word: string, queue: WordQueue, read: Reading): string | null {
  const { name, value: attached } = word.startsWith("--") ? splitLong(word) : splitShort(word);
  const option = findOption(name);
  if (typeof option === "string") return option;
  if (!option.takesValue) return attached === null ? null : `${option.names.at(-1)} takes no value`;
  const value = attached ?? queue.take();
  if (value === null) return `${option.names.at(-1)} lacks its value`;
  const problem = option.refuses(value);
  if (problem === null && option.keep !== null) add(read, option.keep, value);
  return problem;
}

interface Written {
  readonly name: string;
  /** What is attached to the name; null where the value would be the next word. */
  readonly value: string | null;
}

function splitLong(word: string): Written {
  const equals = word.indexOf("=");
  return equals === -1
    ? { name: word, value: null }
    : { name: word.slice(0, equals), value: word.slice(equals + 1) };
}

function splitShort(word: string): Written {
  return { name: word.slice(0, 2), value: word.length > 2 ? word.slice(2) : null };
}

function findOption(name: string): Option | string {
  const exact = BY_NAME.get(name);
  if (exact !== undefined) return exact;
  if (!name.startsWith("--")) return "the option is unknown";
  const candidates = [...BY_NAME.keys()].filter((known) => known.startsWith(name));
  const [only] = candidates;
  if (only === undefined) return "the option is unknown";
  if (candidates.length > 1) return `the option could be ${candidates.toSorted().join(", ")}`;
  return BY_NAME.get(only) ?? "the option is unknown";
}
