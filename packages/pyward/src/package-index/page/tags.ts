/** A start tag. Names in small letters; of two attributes with one name the first counts, as in HTML. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Longer tags are passed over: none that an index writes has 64 kB. */
const LONGEST_TAG = 64 * 1024;
const MOST_ATTRIBUTES = 40;

/**
 * The start tags of `a`, `base` and `meta` in an HTML text, outside of comments, scripts and styles; tolerant as browsers are. Linear in the length of
 * the text.
 */
export function* tagsIn(text: string): Generator<Tag> {
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    if (text.startsWith("<!--", at)) {
      at = behind(text, "-->", at + 4);
      continue;
    }
    const name = nameAt(text, at + 1);
    if (name === "script" || name === "style") {
      at = behind(text, `</${name}`, at + 1);
      continue;
    }
    if (name !== "a" && name !== "base" && name !== "meta") {
      at += 1;
      continue;
    }
    const read = readAttributes(text, at + 1 + name.length);
    at = read.end;
    if (read.attributes !== null) yield { name, attributes: read.attributes };
  }
}

function behind(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at === -1 ? text.length : at + what.length;
}

/** The name of the tag there, where it is a short one in letters; "" otherwise. */
function nameAt(text: string, from: number): string {
  let end = from;
  while (end - from < 8 && isLetter(text.charCodeAt(end))) end++;
  return /[\s/>]/.test(text.charAt(end)) ? text.slice(from, end).toLowerCase() : "";
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

interface ReadAttributes {
  /** Null: the tag has no end, or one too far away. */
  readonly attributes: ReadonlyMap<string, string> | null;
  readonly end: number;
}

const ATTRIBUTE = /[\s/]*(?:(>)|([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?|[=])/y;

function readAttributes(text: string, from: number): ReadAttributes {
  const attributes = new Map<string, string>();
  // Cut out, so that no quote without its other half is looked for to the end of the text, for each tag again.
  const piece = text.slice(from, from + LONGEST_TAG);
  ATTRIBUTE.lastIndex = 0;
  for (;;) {
    const start = ATTRIBUTE.lastIndex;
    const found = ATTRIBUTE.exec(piece);
    if (found === null) return { attributes: null, end: from + Math.max(start, 1) };
    const [, close, name = "", double, single, bare] = found;
    if (close !== undefined) return { attributes, end: from + ATTRIBUTE.lastIndex };
    const key = name.toLowerCase();
    if (key !== "" && !attributes.has(key) && attributes.size < MOST_ATTRIBUTES)
      attributes.set(key, withoutEntities(double ?? single ?? bare ?? ""));
  }
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** The character references that specifiers, reasons and addresses need; others stay as they are written. */
function withoutEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
