import { SaxesParser, type SaxesTagNS } from "saxes";
import { positionsIn, type Position } from "../lines.ts";

/** An element with what is directly in it. Offsets are UTF-16 code units in the text that was read. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** The URI of its namespace; "" for none. */
  readonly namespace: string;
  /** By local name, those without a namespace. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, that of its children left out, without space around it. */
  readonly text: string;
  /** Of its opening `<`. */
  readonly start: number;
  /** Of the first character of its text, or of what follows the opening tag. */
  readonly content: number;
}

/** Why a text is refused. Line and column are 1-based, offset and column count UTF-16 code units. */
export interface XmlError extends Position {
  readonly offset: number;
  readonly message: string;
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** Line and column of an offset in the text. */
  positionOf(offset: number): Position;
}

export type XmlResult =
  | { readonly ok: true; readonly document: XmlDocument }
  | { readonly ok: false; readonly error: XmlError };

const MAX_DEPTH = 200;
/** Some 500 MB, and twice what the largest inventories of 100,000 packages have. */
const MAX_ELEMENTS = 3_000_000;

/**
 * Reads well-formed XML 1.0 with namespaces. Nothing is fetched, and no entity is expanded besides the five that XML has:
 * a text with a document type declaration is refused. Elements nest at most 200 deep. Linear in the length of the text.
 * A byte order mark at the start is skipped and counts as one code unit.
 */
export function parseXml(text: string): XmlResult {
  const positionOf = positionsIn(text);
  const reading = new Reading(text);
  const refusal = reading.read();
  if (refusal !== null) return { ok: false, error: { ...refusal, ...positionOf(refusal.offset) } };
  const { root } = reading;
  if (root === null)
    return { ok: false, error: { offset: 0, message: "expected an element", ...positionOf(0) } };
  return { ok: true, document: { root, positionOf } };
}

interface OpenElement extends XmlElement {
  children: OpenElement[];
  text: string;
}

/** What most elements have: shared, for there are millions of them. */
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const NO_CHILDREN: OpenElement[] = [];

interface Refusal {
  readonly offset: number;
  readonly message: string;
}

/** Stops the parser, which knows no other way. */
class Stopped extends Error {}

class Reading {
  root: OpenElement | null = null;
  readonly #text: string;
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #open: OpenElement[] = [];
  #refusal: Refusal | null = null;
  #elements = 0;

  constructor(text: string) {
    this.#text = text;
    this.#parser.on("error", ({ message }) => this.#refuse(message.replace(/^[0-9]+:[0-9]+: /, "")));
    this.#parser.on("doctype", () => this.#refuse("a document type declaration, which pyward does not read"));
    this.#parser.on("opentag", (tag) => this.#begin(tag));
    this.#parser.on("text", (piece) => this.#addText(piece));
    this.#parser.on("cdata", (piece) => this.#addText(piece));
    this.#parser.on("closetag", () => this.#end());
  }

  /** Null where all went well. */
  read(): Refusal | null {
    try {
      this.#parser.write(this.#text).close();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
    return this.#refusal;
  }

  #refuse(message: string): void {
    const offset = Math.min(this.#parser.position, this.#text.length);
    this.#refusal ??= { offset, message: harmless(message) };
    throw new Stopped();
  }

  #begin(tag: SaxesTagNS): void {
    if (this.#open.length >= MAX_DEPTH) this.#refuse(`elements nest deeper than ${MAX_DEPTH}`);
    if (++this.#elements > MAX_ELEMENTS) this.#refuse(`more than ${MAX_ELEMENTS} elements`);
    const end = this.#parser.position;
    const element: OpenElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes: attributesOf(tag),
      children: NO_CHILDREN,
      text: "",
      // No `<` can stand inside a tag.
      start: this.#text.lastIndexOf("<", end - 1),
      content: contentAfter(this.#text, end),
    };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root = element;
    else if (parent.children === NO_CHILDREN) parent.children = [element];
    else parent.children.push(element);
    this.#open.push(element);
  }

  #addText(piece: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += piece;
  }

  #end(): void {
    const element = this.#open.pop();
    if (element !== undefined) element.text = element.text.trim();
  }
}

function attributesOf({ attributes }: SaxesTagNS): ReadonlyMap<string, string> {
  const own = Object.values(attributes).filter(({ uri }) => uri === "");
  return own.length === 0 ? NO_ATTRIBUTES : new Map(own.map(({ local, value }) => [local, value]));
}

function contentAfter(text: string, end: number): number {
  let at = end;
  while (" \t\r\n".includes(text[at] ?? "x")) at++;
  return at < text.length ? at : end;
}

/** The parser's messages quote what it met. */
function harmless(message: string): string {
  return message.replaceAll(/[^\u0020-\u007E]/g, "?").slice(0, 100);
}
