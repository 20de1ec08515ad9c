import { makeGap, type Gap, type Origin, type Span } from "../../model/index.ts";

/** Line and column, 1-based, as the readers of `syntax/` give them. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** Makes origins in a file from offsets. `span`: the text that an edit would replace, or null. */
export function originsIn(
  path: string,
  positionOf: (offset: number) => Position,
): (offset: number, span?: Span | null) => Origin {
  return (offset, span = null) => ({ path, ...positionOf(offset), layer: null, span });
}

/** What stands for a file that its reader refuses, at the place of the fault. */
export function unparsable(
  path: string,
  { line, column }: Position,
  reason: string,
): { readonly kind: "gap"; readonly gap: Gap } {
  const origin = { path, line, column, layer: null, span: null };
  return { kind: "gap", gap: makeGap({ code: "unparsable-file", reason, origin }) };
}
