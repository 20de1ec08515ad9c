/** What a JSON text holds, with the place of everything. Offsets are UTF-16 code units in the text that was read. */
export type JsonNode = JsonString | JsonScalar | JsonArray | JsonObject;

interface Placed {
  /** `start` and `end` enclose the value as written, quotes and brackets included. */
  readonly start: number;
  readonly end: number;
}

export interface JsonString extends Placed {
  readonly kind: "string";
  readonly value: string;
  /** Where the value stands verbatim in the text; null where an escape makes the two differ. */
  readonly content: number | null;
}

export interface JsonScalar extends Placed {
  readonly kind: "scalar";
  readonly value: number | boolean | null;
}

export interface JsonArray extends Placed {
  readonly kind: "array";
  readonly items: readonly JsonNode[];
}

export interface JsonObject extends Placed {
  readonly kind: "object";
  /** By name. Of members with the same name the last one holds, as in Python and JavaScript. */
  readonly members: ReadonlyMap<string, JsonMember>;
}

export interface JsonMember {
  /** Offset of the name's opening quote. */
  readonly key: number;
  readonly value: JsonNode;
}
