/**
 * What a claim needs besides the clone: else it is skipped, and said so. `registry`: the programs of registries of images; `package-index`: the default
 * package index answers.
 */
type Need = "advisories" | "days" | "packaging" | "pip" | "peers" | "registry" | "package-index" | "chromium";

/** A claim of the README or of an issue's table, and the command that shows it. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly needs: readonly Need[];
  /** Longer than some ten seconds: `npm run proof -- --quick` leaves it out. */
  readonly isSlow: boolean;
  /**
   * One command after the other, words by blanks; `> NAME` keeps the output as a file. `{python}`, `{advisories}` (the OSV zip), `{days}` (its folder), `{records}`
   * (the zip unpacked), `{peers}`, `{tmp}` and `{kept}` (a folder that stays, if KEPT names one) are filled in. The last one's output is judged.
   */
  readonly commands: readonly string[];
  /** The figure in the output: its first group. Where it does not match, the claim does not hold. */
  readonly figure: RegExp;
  /** The exit code of the last command; 0 unless said otherwise. */
  readonly exit?: number;
}
