/** An input made to exhaust a reader, and how pyward ends. */
export interface HeavyCase {
  readonly name: string;
  /** Writes the input into an empty folder, which is also the working directory, and gives the arguments. */
  readonly make: (folder: string) => readonly string[];
  readonly exit: number;
  /** The codes of all gaps of the JSON report, sorted; null where there is no report. */
  readonly gaps: readonly string[] | null;
  /** Where it is more than the 2 s of all others, which is said with its reason. */
  readonly mostSeconds?: number;
}
