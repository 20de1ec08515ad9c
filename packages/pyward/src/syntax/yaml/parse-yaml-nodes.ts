import {
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
  type Event,
  type ScalarEvent,
} from "js-yaml";
import type { JsonDocument, JsonMember, JsonNode } from "../json/index.ts";
import { positionsIn, type Position } from "../toml/lines.ts";

export type YamlNodesResult =
  | { readonly ok: true; readonly document: JsonDocument }
  | { readonly ok: false; readonly error: { readonly message: string } & Position };

/**
 * Reads one YAML document with the place of every value, as the nodes that JSON has: every scalar stays the text that was
 * written, tags are left unread. An alias is the very node of its anchor, never a copy. Collections nest at most 100 deep.
 */
export function parseYamlNodes(text: string): YamlNodesResult {
  try {
    const reading: Reading = { text, events: parseEvents(text, {}), at: 0, anchors: new Map() };
    while (reading.events[reading.at]?.type === EVENT_ID.DOCUMENT) reading.at++;
    const root = readNode(reading);
    if (root === null) return refusal("the document is empty");
    const more = reading.events.slice(reading.at).some(({ type }) => type === EVENT_ID.DOCUMENT);
    if (more) return refusal("there is more than one document");
    return { ok: true, document: { root, positionOf: positionsIn(text) } };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    return refusal(error.reason.replaceAll(/[^\u0020-\u007E]/g, "?").slice(0, 200), line + 1, column + 1);
  }
}

function refusal(message: string, line = 1, column = 1): YamlNodesResult {
  return { ok: false, error: { message, line, column } };
}

interface Reading {
  readonly text: string;
  readonly events: readonly Event[];
  at: number;
  readonly anchors: Map<string, JsonNode>;
}

/** Null at the end of a collection or of the document. */
function readNode(reading: Reading): JsonNode | null {
  const event = reading.events[reading.at++];
  if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return null;
  const { text, anchors } = reading;
  const anchor = event.anchorStart < 0 ? "" : text.slice(event.anchorStart, event.anchorEnd);
  if (event.type === EVENT_ID.ALIAS) return anchors.get(anchor) ?? nothingAt(event.anchorStart);
  if (event.type === EVENT_ID.SCALAR) return named(readScalar(event, reading), anchor, reading);
  const isList = event.type === EVENT_ID.SEQUENCE;
  return named(
    isList ? readSequence(event.start, reading) : readMapping(event.start, reading),
    anchor,
    reading,
  );
}

function named(node: JsonNode, anchor: string, { anchors }: Reading): JsonNode {
  if (anchor !== "") anchors.set(anchor, node);
  return node;
}

function nothingAt(offset: number): JsonNode {
  return { kind: "scalar", value: null, start: offset, end: offset };
}

/** What YAML 1.2 reads as null, where it stands without quotes. */
const NULL = /^(?:|~|null|Null|NULL)$/;

function readScalar(event: ScalarEvent, { text, events, at }: Reading): JsonNode {
  const value = getScalarValue(text, event);
  // An empty value has no place: it stands where the one before it ends.
  const start = event.valueStart < 0 ? endOf(events[at - 2]) : event.valueStart;
  if (event.style === SCALAR_STYLE.PLAIN && NULL.test(value)) return nothingAt(start);
  return { kind: "string", value, content: null, start, end: Math.max(start, event.valueEnd) };
}

function endOf(event: Event | undefined): number {
  return event?.type === EVENT_ID.SCALAR ? Math.max(0, event.valueEnd) : 0;
}

function readSequence(start: number, reading: Reading): JsonNode {
  const items: JsonNode[] = [];
  for (let item = readNode(reading); item !== null; item = readNode(reading)) items.push(item);
  return { kind: "array", items, start, end: start };
}

/** Of keys only those are kept that are text. */
function readMapping(start: number, reading: Reading): JsonNode {
  const members = new Map<string, JsonMember>();
  for (let key = readNode(reading); key !== null; key = readNode(reading)) {
    const value = readNode(reading);
    if (value === null) break;
    if (key.kind === "string") members.set(key.value, { key: key.start, value });
  }
  return { kind: "object", members, start, end: start };
}
