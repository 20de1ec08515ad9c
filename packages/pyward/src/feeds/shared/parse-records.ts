import type { RawRecord } from "../../model/index.ts";

/** As much of a text that does not parse as is searched for the packages that it names. */
const MAX_TEXT = 2 * 1024 * 1024;

/** Whether a text may hold a record that is asked for. */
export type IsWanted = (text: string) => boolean;

/**
 * The records of one file: an object, a list of objects, the `{"vulns": […]}` of an OSV answer, or one object a line;
 * YAML where the name says so. What does not parse becomes one `unreadable`, or one for each bad line. Never throws.
 */
export async function* parseRecords(
  file: string,
  bytes: Uint8Array,
  isWanted: IsWanted,
): AsyncGenerator<RawRecord> {
  const text = decode(bytes);
  if (!isWanted(text)) return;
  if (/\.ya?ml$/i.test(file)) yield* await parseYamlRecords(file, text);
  else yield* parseJsonRecords(file, text);
}

function* parseJsonRecords(file: string, text: string): Generator<RawRecord> {
  const whole = parseJson(text);
  if (whole.ok) yield* spread(file, whole.value);
  else if (looksLikeLines(text)) yield* parseLines(file, text);
  else yield unreadable(file, `it is not JSON (${whole.message})`, text);
}

async function parseYamlRecords(file: string, text: string): Promise<readonly RawRecord[]> {
  const { parseYaml } = await import("../../syntax/yaml/parse-yaml.ts");
  const parsed = parseYaml(text);
  return parsed.ok
    ? [...spread(file, parsed.value)]
    : [unreadable(file, `it is not YAML (${parsed.message})`, text)];
}

function* spread(file: string, value: unknown): Generator<RawRecord> {
  const listed = Array.isArray(value) ? value : listOfAnswer(value);
  const records: readonly unknown[] = listed ?? [value];
  for (const record of records) yield { kind: "record", file, value: record };
  if (hasMorePages(value))
    yield unreadable(file, "the answer has further pages that are not in the file", "");
}

function hasMorePages(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "next_page_token" in value &&
    Boolean(value.next_page_token)
  );
}

function listOfAnswer(value: unknown): readonly unknown[] | null {
  if (typeof value !== "object" || value === null || !("vulns" in value) || "id" in value) return null;
  return Array.isArray(value.vulns) ? value.vulns : null;
}

/** The first line is an object by itself. */
function looksLikeLines(text: string): boolean {
  const first = text.trimStart().split("\n", 1)[0] ?? "";
  return first.trimEnd().endsWith("}") && parseJson(first).ok;
}

function* parseLines(file: string, text: string): Generator<RawRecord> {
  let number = 0;
  for (const line of text.split("\n")) {
    number++;
    if (line.trim() === "") continue;
    const parsed = parseJson(line);
    if (parsed.ok) yield { kind: "record", file: `${file}:${number}`, value: parsed.value };
    else yield unreadable(`${file}:${number}`, `the line is not JSON (${parsed.message})`, line);
  }
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** Of V8's message only the first words: what follows quotes the text. */
function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, message: text.trim() === "" ? "empty" : "cut off or damaged" };
  }
}

/** UTF-8; a byte order mark is no part of the text, bytes that are not UTF-8 become U+FFFD. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function unreadable(file: string, reason: string, text: string): RawRecord {
  return { kind: "unreadable", file, reason, text: text.slice(0, MAX_TEXT) };
}
