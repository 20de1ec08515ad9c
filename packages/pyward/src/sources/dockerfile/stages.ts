import { readShell, ShellVariables, type ShellText, type ShellWord } from "../../syntax/shell/index.ts";
import type { Instruction } from "./instructions.ts";

/** More are no Dockerfile's: those beyond inherit nothing. */
const MAX_STAGES = 500;

/** What `ARG` and `ENV` give the commands, from instruction to instruction ("ARG", "ENV", "FROM"). */
export class Stages {
  /** Those of the stage that is being read; before the first one, what `FROM` lines may use. */
  variables = new ShellVariables();
  /** Set before the first stage: an `ARG` without a value takes it in. */
  readonly #outside = this.variables;
  readonly #named = new Map<string, ShellVariables>();

  follow({ name, text }: Instruction, escape: "`" | null): void {
    if (name === "FROM") this.#begin(text);
    if (name === "ARG") for (const word of wordsOf(text, this.variables, escape)) this.#declare(word);
    if (name === "ENV") this.#set(wordsOf(text, this.variables, escape));
  }

  #begin(text: string): void {
    const [, base = "", name = ""] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(text) ?? [];
    this.variables = this.#named.get(base.toLowerCase())?.copy() ?? new ShellVariables();
    if (name !== "" && this.#named.size < MAX_STAGES) this.#named.set(name.toLowerCase(), this.variables);
  }

  /** A default can be overridden by who builds: what is read is what the file says. */
  #declare({ text, isComputed }: ShellWord): void {
    const equals = text.indexOf("=");
    const name = equals === -1 ? text : text.slice(0, equals);
    const given = equals === -1 ? this.#outside.get(name) : text.slice(equals + 1);
    this.variables.set(name, isComputed ? null : given);
  }

  #set(words: readonly ShellWord[]): void {
    const [first, ...others] = words;
    if (first === undefined) return;
    // The old form: `ENV NAME value`.
    if (!first.text.includes("=")) {
      const isKnown = others.every(({ isComputed }) => !isComputed);
      this.variables.set(first.text, isKnown ? others.map(({ text }) => text).join(" ") : null);
      return;
    }
    for (const { text, isComputed } of words) {
      const equals = text.indexOf("=");
      if (equals > 0) this.variables.set(text.slice(0, equals), isComputed ? null : text.slice(equals + 1));
    }
  }
}

/** No shell reads these instructions: operators of one are none here, and what holds them is left out as not known. */
function wordsOf(text: string, variables: ShellVariables, escape: "`" | null): readonly ShellWord[] {
  const script: ShellText = { text, variables, ...(escape === null ? {} : { escape }) };
  const [first, ...others] = [...readShell(script)];
  const words = first?.words ?? [];
  return others.length === 0
    ? words
    : words.map((word, at) => (at < words.length - 1 ? word : { ...word, isComputed: true }));
}
