/** What another tool is told to ignore. */
export interface ForeignIgnore {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly tool: "uv" | "osv-scanner" | "pysentry" | "pip-audit";
  /** Null: the tool has no word for it, or it is not said. */
  readonly reason: string | null;
  readonly expires: string | null;
  readonly untilFixed: boolean;
}

/** Which tool an option is of, and whether what it names is ignored until a fix only. */
interface ForeignOption {
  readonly tool: ForeignIgnore["tool"];
  readonly untilFixed: boolean;
}

/** Options that take an id, by the command that they are of. */
const OPTIONS: Readonly<
  Record<string, { readonly tool: ForeignIgnore["tool"]; readonly untilFixed: boolean }>
> = {
  "--ignore-vuln": { tool: "pip-audit", untilFixed: false },
  "--ignore-while-no-fix": { tool: "pysentry", untilFixed: true },
  "--ignore-until-fixed": { tool: "uv", untilFixed: true },
};

/** `--ignore`, which many programs have, counts on the lines of one that is an auditor. */
const AUDITORS = /\b(?:uv audit|pysentry(?:-rs)?)\b/;

/** A word of a shell, of a list in YAML, TOML, JSON or Python, or of an ini file: what stands between these. */
const WORD = /[^\s"'`,[\](){}|;&]+/g;

/**
 * Ids in command lines, wherever they stand: `--ignore-vuln ID`, `--ignore-vuln=ID`, and the two as items of a list. What a
 * comment says is not said. Linear; nothing is run or expanded, so that an id in a variable is none.
 */
export function ignoresInText(path: string, text: string): readonly ForeignIgnore[] {
  const found: ForeignIgnore[] = [];
  let pending: ForeignOption | null = null;
  let isAuditor = false;
  for (const [at, whole] of text.split("\n").entries()) {
    if (whole.length > LONGEST_LINE) continue;
    const line = whole.replace(/(?:^|\s)#.*$/, "");
    isAuditor = AUDITORS.test(line) || (isAuditor && CONTINUED.test(line));
    for (const [word] of line.matchAll(WORD)) {
      const [option = "", value = ""] = splitOnce(word);
      const known = optionOf(option, isAuditor);
      const id = known === null ? word : value;
      const by: ForeignOption | null = known ?? pending;
      pending = known !== null && value === "" ? known : null;
      // The mark of a list's item, and a line that goes on, stand between an option and its value.
      if (known === null && (word === "-" || word === "\\")) pending = by;
      else if (by !== null && isAdvisoryId(id))
        found.push({
          id,
          path,
          line: at + 1,
          tool: by.tool,
          reason: null,
          expires: null,
          untilFixed: by.untilFixed,
        });
    }
  }
  return found;
}

const LONGEST_LINE = 20_000;
/** The command goes on in the next line: of a shell, or as an item of a list. */
const CONTINUED = /\\\s*$|^\s*-/;

function splitOnce(word: string): readonly string[] {
  const at = word.indexOf("=");
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function optionOf(option: string, isAuditor: boolean): ForeignOption | null {
  if (option === "--ignore") return isAuditor ? ({ tool: "uv", untilFixed: false } as const) : null;
  return Object.hasOwn(OPTIONS, option) ? (OPTIONS[option] ?? null) : null;
}

function isAdvisoryId(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9._-]{2,80}$/.test(text);
}
