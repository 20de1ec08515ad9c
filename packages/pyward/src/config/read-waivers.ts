import { endOfWaiver, GAP_CODES, type GapCode } from "../model/index.ts";
import { isValidName, normalizeName, parseSpecifiers } from "../python/index.ts";
import type { TomlNode } from "../syntax/toml/index.ts";
import type { PlacedText, WaiverEntry } from "./config-file.ts";
import { WAIVER_KEYS } from "./keys.ts";
import { problem, type Parsing } from "./problems.ts";
import { fieldsOf, listField, textField, type Fields } from "./read-fields.ts";

/** More than any register seen has. */
const MOST_WAIVERS = 10_000;

/** `[[waivers]]`. Throws nothing: what is wrong with one is a problem, and the others are read. */
export function readWaivers(
  node: TomlNode | null,
  needsReason: boolean,
  parsing: Parsing,
): readonly WaiverEntry[] {
  if (node === null) return [];
  if (node.kind !== "array") {
    problem(node, "waivers wants [[waivers]]", parsing);
    return [];
  }
  if (node.items.length > MOST_WAIVERS) {
    problem(node, `there are more than ${MOST_WAIVERS} waivers`, parsing);
    return [];
  }
  return node.items.flatMap((item) => waiverOf(item, needsReason, parsing) ?? []);
}

/** The texts of `ignore`: `ID=REASON`. */
export function shortWaivers(
  items: readonly PlacedText[],
  needsReason: boolean,
  parsing: Parsing,
): readonly WaiverEntry[] {
  return items.flatMap(({ text, place, span }) => {
    const at = text.indexOf("=");
    const id = (at === -1 ? text : text.slice(0, at)).trim();
    const reason = at === -1 ? null : text.slice(at + 1).trim() || null;
    if (id === "" || (reason === null && needsReason)) {
      const message = id === "" ? "the id is missing" : `the waiver of ${id.slice(0, 60)} has no reason`;
      parsing.problems.push({ place, message, hint: 'Write "ID=why it is waived".' });
      return [];
    }
    return [{ ...EMPTY, place, span, id, reason }];
  });
}

const EMPTY = {
  gap: null,
  kind: null,
  package: null,
  version: null,
  path: null,
  scopes: [],
  targets: [],
  owner: null,
  expires: null,
  untilFixed: false,
} as const;

function waiverOf(node: TomlNode, needsReason: boolean, parsing: Parsing): WaiverEntry | null {
  const fields = fieldsOf(node, WAIVER_KEYS, parsing);
  if (fields === null) return null;
  const wrong = whatIsWrong(fields, needsReason);
  if (wrong !== null) {
    problem(node, wrong.message, parsing, wrong.hint);
    return null;
  }
  const until = textField(fields, "until");
  const name = textField(fields, "package");
  return {
    place: parsing.placeOf(node),
    span: { start: node.start, end: node.end },
    id: textField(fields, "id")?.trim() ?? null,
    gap: gapCodeOf(textField(fields, "gap")),
    kind: kindOf(textField(fields, "kind")),
    package: name === null ? null : normalizeName(name),
    version: versionOf(fields),
    path: textField(fields, "path"),
    scopes: listField(fields, "scope"),
    targets: listField(fields, "target"),
    reason: textField(fields, "reason")?.trim() || null,
    owner: textField(fields, "owner"),
    expires: earlier(textField(fields, "expires"), until === "fixed" ? null : until),
    untilFixed: until === "fixed",
  };
}

interface Wrong {
  readonly message: string;
  readonly hint: string | null;
}

function whatIsWrong(fields: Fields, needsReason: boolean): Wrong | null {
  const [id, gap] = [textField(fields, "id"), textField(fields, "gap")];
  if ((id === null) === (gap === null))
    return { message: "a waiver has an id or a gap", hint: 'id = "CVE-2020-14343", or gap = "unpinned"' };
  const what = (id ?? gap ?? "").trim().slice(0, 60);
  if (needsReason && !textField(fields, "reason")?.trim())
    return { message: `the waiver of ${what} has no reason`, hint: 'reason = "why it is waived"' };
  if (gap !== null && NEVER_WAIVED.has(gap))
    return {
      message: `${gap} cannot be waived: nothing found because nothing was read is no pass`,
      hint: null,
    };
  const only = FINDINGS_ONLY.find((key) => gap !== null && fields.has(key));
  if (only !== undefined) return { message: `${only} says nothing of a gap`, hint: null };
  const name = textField(fields, "package");
  if (name !== null && !isValidName(name)) return { message: "package is not the name of one", hint: null };
  if (textField(fields, "version") !== null && versionOf(fields) === null)
    return { message: "version is no version or specifier of PEP 440", hint: 'version = "<2.1" or "1.4.2"' };
  const dates = [textField(fields, "expires"), textField(fields, "until")];
  const noDate = dates.find((date) => date !== null && date !== "fixed" && !isDate(date));
  return noDate === undefined
    ? null
    : { message: `the waiver of ${what} ends on no day of the calendar`, hint: null };
}

/** "Nothing found because nothing was read" is never a pass (the contract of the exit codes). */
const NEVER_WAIVED: ReadonlySet<string> = new Set([
  "no-advisory-data",
  "stale-advisory-data",
  "nothing-to-audit",
]);
const FINDINGS_ONLY = ["kind", "version", "scope", "target"];

function versionOf(fields: Fields): string | null {
  const text = textField(fields, "version")?.trim();
  if (text === undefined || text === "") return null;
  const specifiers = /^[<>=!~]/.test(text) ? text : `==${text}`;
  return parseSpecifiers(specifiers).ok ? specifiers : null;
}

/** A day of the calendar, or a moment: JavaScript's dates take the 31st of February for the 3rd of March. */
function isDate(text: string): boolean {
  const [day, time] = [text.slice(0, 10), text.slice(11)];
  const read = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== day) return false;
  return time === "" || !Number.isNaN(Date.parse(`${day}T${time.toUpperCase()}`));
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return endOfWaiver(a) <= endOfWaiver(b) ? a : b;
}

function gapCodeOf(text: string | null): GapCode | null {
  return Object.keys(GAP_CODES).find((code): code is GapCode => code === text) ?? null;
}

function kindOf(text: string | null): WaiverEntry["kind"] {
  return text === "accepted" || text === "not-affected" || text === "false-positive" ? text : null;
}
