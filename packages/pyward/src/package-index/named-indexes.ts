/** What one tool's settings say about indexes, as addresses that nobody has looked at. */
export interface NamedIndexes {
  /** In place of the default index; null: none is. */
  readonly usual: string | null;
  readonly others: readonly string[];
  /** Asked only about what a file says comes from there (uv). */
  readonly explicit: readonly string[];
  /** The tool is told to ask no index at all. */
  readonly isNone: boolean;
  /** What several indexes have of a project is one, as with pip: uv does so where it is told to. */
  readonly isMerged: boolean;
  /** `keyring-provider` as it is written; null: nothing is said. */
  readonly keyring: string | null;
}

/** The tool is told to ask none. */
export const NO_INDEXES: NamedIndexes = {
  usual: null,
  others: [],
  explicit: [],
  isNone: true,
  isMerged: false,
  keyring: null,
};

export function words(text: string | undefined): readonly string[] {
  return (text ?? "").split(/\s+/).filter(Boolean);
}

/** Of a variable or an option, as pip and uv write truth. */
export function isOn(text: string | undefined): boolean {
  return /^(?:1|y|yes|t|true|on)$/i.test((text ?? "").trim());
}
