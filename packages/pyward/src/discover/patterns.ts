import type { Allowance } from "./glob.ts";

/** The patterns of one option, over paths as people see them. */
export interface Patterns {
  /** The first pattern that fits; null: none. */
  match(path: string, isFolder: boolean): string | null;
  /** Whether a pattern with a slash may fit something below this folder. */
  leadsBelow(path: string): boolean;
  /** Patterns that no path has fitted. */
  unused(): readonly string[];
}

const NONE: Patterns = { match: () => null, leadsBelow: () => false, unused: () => [] };

/** Reads patterns, written as in `.gitignore`; loads what compares them where there are any. */
export async function readPatterns(
  texts: readonly string[],
  display: (path: string) => string,
  allowance: Allowance,
): Promise<Patterns> {
  if (texts.length === 0) return NONE;
  const { applies, parsePattern } = await import("./ignore-rules.ts");
  const { leadsTo } = await import("./glob.ts");
  const patterns = texts.map((text) => ({
    text,
    rule: parsePattern(text.replace(/^(?:\.\/)+/, "")),
    isUsed: false,
  }));
  return {
    match(path, isFolder) {
      const names = display(path).split("/");
      const fitting = patterns.filter(
        ({ rule }) => rule !== null && applies(rule, { names, isFolder }, allowance),
      );
      for (const pattern of fitting) pattern.isUsed = true;
      return fitting[0]?.text ?? null;
    },
    leadsBelow(path) {
      const names = display(path).split("/");
      return patterns.some(
        ({ rule }) =>
          rule?.isAnchored === true &&
          rule.glob[0]?.kind !== "any-depth" &&
          leadsTo(rule.glob, names, allowance),
      );
    },
    unused: () => patterns.filter(({ isUsed }) => !isUsed).map(({ text }) => text),
  };
}
