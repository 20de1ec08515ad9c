/** What a YAML document holds, with the place of everything. Offsets are UTF-16 code units in the text that was read. */
export type YamlNode = YamlText | YamlNull | YamlList | YamlMap;

interface Placed {
  /** Where the value begins: for a list or a map in block style its first entry. */
  readonly start: number;
}

/** Every scalar is the text that was written: a version `1.10` is no number. */
export interface YamlText extends Placed {
  readonly kind: "text";
  readonly value: string;
  /** Where the value stands verbatim in the text; null where quotes, folding or escapes make the two differ. */
  readonly content: number | null;
}

/** `null`, `~` or nothing, unquoted. */
export interface YamlNull extends Placed {
  readonly kind: "null";
}

export interface YamlList extends Placed {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends Placed {
  readonly kind: "map";
  /** By key. Of entries with the same key the last one holds; what has no text as its key is left out. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  /** Offset of the key. */
  readonly key: number;
  readonly value: YamlNode;
}
