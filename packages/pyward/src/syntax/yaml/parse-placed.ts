import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";
import type { Event, ScalarEvent } from "js-yaml";
import { positionsIn, type Position } from "../lines.ts";
import type { YamlEntry, YamlNode } from "./node.ts";

/** Why a text is not one YAML document. Line and column are 1-based. */
export interface YamlError extends Position {
  readonly message: string;
}

export interface YamlDocument {
  /** Null for an empty document. */
  readonly root: YamlNode | null;
  /** Line and column of an offset in the text. */
  positionOf(offset: number): Position;
}

export type PlacedYamlResult =
  | { readonly ok: true; readonly document: YamlDocument }
  | { readonly ok: false; readonly error: YamlError };

/** More than any file written by hand has; lock files have none. */
const MAX_ALIASES = 1000;

/**
 * Reads one YAML 1.2 document with the place of every value. Linear in the length of the text; collections nest at most
 * 100 deep. A byte order mark at the start is skipped and counts as one code unit. Tags and merge keys mean nothing here.
 */
export function parsePlacedYaml(text: string): PlacedYamlResult {
  const positionOf = positionsIn(text);
  const shift = text.startsWith("\u{FEFF}") ? 1 : 0;
  try {
    const source = text.slice(shift);
    const tree = new TreeBuilder(source, shift);
    for (const event of parseEvents(source, {})) tree.add(event);
    if (tree.failure !== null) return refused(tree.failure.message, positionOf(tree.failure.offset));
    return { ok: true, document: { root: tree.root, positionOf } };
  } catch (error) {
    const isOurs = error instanceof YAMLException;
    if (!isOurs && !(error instanceof RangeError)) throw error;
    const at = isOurs ? (error.mark?.position ?? 0) + shift : 0;
    return refused(isOurs ? error.reason : "it is too large", positionOf(Math.min(at, text.length)));
  }
}

function refused(message: string, position: Position): PlacedYamlResult {
  return { ok: false, error: { message, ...position } };
}

/** A collection that is being read. Of a map, `key` is the one that waits for its value. */
interface Open {
  readonly items: YamlNode[] | null;
  readonly entries: Map<string, YamlEntry> | null;
  key: { readonly name: string | null; readonly at: number } | null;
}

class TreeBuilder {
  root: YamlNode | null = null;
  failure: { readonly offset: number; readonly message: string } | null = null;
  readonly #source: string;
  readonly #shift: number;
  readonly #open: Open[] = [];
  readonly #anchors = new Map<string, YamlNode>();
  #documents = 0;
  #aliases = 0;
  #last = 0;

  constructor(source: string, shift: number) {
    this.#source = source;
    this.#shift = shift;
  }

  add(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (++this.#documents > 1) this.#fail("it holds more than one document");
        break;
      case EVENT_ID.POP:
        this.#open.pop();
        break;
      case EVENT_ID.ALIAS:
        this.#place(this.#aliased(event.anchorStart, event.anchorEnd));
        break;
      case EVENT_ID.SCALAR:
        this.#keep(this.#scalar(event), event);
        break;
      case EVENT_ID.SEQUENCE: {
        const items: YamlNode[] = [];
        this.#keep({ kind: "list", items, start: this.#at(event.start) }, event);
        this.#open.push({ items, entries: null, key: null });
        break;
      }
      case EVENT_ID.MAPPING: {
        const entries = new Map<string, YamlEntry>();
        this.#keep({ kind: "map", entries, start: this.#at(event.start) }, event);
        this.#open.push({ items: null, entries, key: null });
        break;
      }
      default:
        event satisfies never;
    }
  }

  #fail(message: string): void {
    this.failure ??= { offset: this.#last, message };
  }

  #at(offset: number): number {
    if (offset >= 0) this.#last = offset + this.#shift;
    return this.#last;
  }

  #scalar(event: ScalarEvent): YamlNode {
    const start = this.#at(event.valueStart);
    const value = event.fast
      ? this.#source.slice(event.valueStart, event.valueEnd)
      : getScalarValue(this.#source, event);
    const isPlain = event.style === SCALAR_STYLE.PLAIN;
    if (isPlain && /^(?:|~|null|Null|NULL)$/.test(value)) return { kind: "null", start };
    const isVerbatim = event.fast || this.#source.startsWith(value, event.valueStart);
    return { kind: "text", value, start, content: isVerbatim && value !== "" ? start : null };
  }

  /** One anchor's node, again. The node is the same object, so that no multitude of aliases costs anything. */
  #aliased(start: number, end: number): YamlNode {
    const at = this.#at(start);
    if (++this.#aliases > MAX_ALIASES) this.#fail("it holds too many aliases");
    return this.#anchors.get(this.#source.slice(start, end)) ?? { kind: "null", start: at };
  }

  #keep(node: YamlNode, { anchorStart, anchorEnd }: Anchored): void {
    if (anchorStart >= 0) this.#anchors.set(this.#source.slice(anchorStart, anchorEnd), node);
    this.#place(node);
  }

  #place(node: YamlNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      if (this.#documents <= 1) this.root = node;
    } else if (parent.entries === null) {
      parent.items?.push(node);
    } else if (parent.key === null) {
      parent.key = { name: node.kind === "text" ? node.value : null, at: node.start };
    } else {
      if (parent.key.name !== null) parent.entries.set(parent.key.name, { key: parent.key.at, value: node });
      parent.key = null;
    }
  }
}

interface Anchored {
  readonly anchorStart: number;
  readonly anchorEnd: number;
}
