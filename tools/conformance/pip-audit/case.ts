/** One invocation for both tools. */
export interface Case {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Words for pyward only. */
  readonly ours: readonly string[];
  /** The meant difference, a name of docs/pip-audit.md; null: the answers are equal. */
  readonly meant: Meant | null;
  /** Real workloads ask the whole of the advisories; `embedded`: pyward those that it comes with. */
  readonly data: "made" | "real" | "embedded";
  /** How pyward is given the records: as a database, or by the service that pip-audit asks. */
  readonly ways: readonly Way[];
  /** pip resolves: its rows come in no order that means anything (`row-order`). */
  readonly isResolved?: true;
}

export type Way = "database" | "service";

interface Meant {
  readonly id: string;
  /** pyward's exit code. */
  readonly exit: number;
  /** What pyward's output says, of both streams. */
  readonly says: RegExp;
}

export const PINNED = ["--no-deps", "--disable-pip"];

export function same(words: string, env: Case["env"] = {}): Case {
  // pip-audit says more of hashes where OSV is asked.
  const ways: Case["ways"] = /--require-hashes(?! -s)/.test(words) ? ["service"] : ["database", "service"];
  return { argv: words.split(" "), env, ours: [], meant: null, data: "made", ways };
}

export function only(way: Way, one: Case): Case {
  return { ...one, ways: [way] };
}

export function other(words: string, meant: Meant, env: Case["env"] = {}): Case {
  return { ...same(words, env), meant };
}
