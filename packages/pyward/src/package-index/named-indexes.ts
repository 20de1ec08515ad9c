/** What one tool's settings say about indexes, as addresses that nobody has looked at. */
export interface NamedIndexes {
  /** In place of the default index; null: none is. */
  readonly usual: string | null;
  readonly others: readonly string[];
  /** Asked only about what a file says comes from there (uv). */
  readonly explicit: readonly string[];
  /** The tool is told to ask no index at all. */
  readonly isNone: boolean;
}

export function words(text: string | undefined): readonly string[] {
  return (text ?? "").split(/\s+/).filter(Boolean);
}

/** Of a variable or an option, as pip and uv write truth. */
export function isOn(text: string | undefined): boolean {
  return /^(?:1|y|yes|t|true|on)$/i.test((text ?? "").trim());
}
