/** What an expression of a setup script stands for, as far as its literals say. */
export type SetupValue = SetupText | SetupList | SetupDict | SetupConstant | SetupComputed;

export interface SetupText {
  readonly kind: "text";
  readonly value: string;
  /** Where the value stands verbatim in the file; null where it is written in another way. */
  readonly content: number | null;
  readonly start: number;
}

/** A list, a tuple or a set. What is computed in it is one of the items. */
export interface SetupList {
  readonly kind: "list";
  readonly items: readonly SetupValue[];
}

export interface SetupDict {
  readonly kind: "dict";
  readonly entries: readonly { readonly key: SetupText; readonly value: SetupValue }[];
  /** Entries whose key, or number, is not known. */
  readonly holes: readonly SetupComputed[];
}

/** A number, `None`, `True` or `False`. */
export interface SetupConstant {
  readonly kind: "constant";
}

/** Only running the script would tell. */
export interface SetupComputed {
  readonly kind: "computed";
  readonly start: number;
}

/** `a + b` of two known values; `start` is where the sum stands. */
export function addValues(left: SetupValue, right: SetupValue, start: number): SetupValue {
  if (left.kind === "text" && right.kind === "text")
    return { kind: "text", value: left.value + right.value, content: null, start };
  if (left.kind === "list" && right.kind === "list")
    return { kind: "list", items: [...left.items, ...right.items] };
  if (left.kind === "list" && right.kind === "computed")
    return { kind: "list", items: [...left.items, right] };
  if (left.kind === "computed" && right.kind === "list")
    return { kind: "list", items: [left, ...right.items] };
  return { kind: "computed", start };
}

/** The entries of both; of two with the same key the later one holds. */
export function mergeDicts(first: SetupDict, second: SetupDict): SetupDict {
  const replaced = new Set(second.entries.map(({ key }) => key.value));
  return {
    kind: "dict",
    entries: [...first.entries.filter(({ key }) => !replaced.has(key.value)), ...second.entries],
    holes: [...first.holes, ...second.holes],
  };
}
