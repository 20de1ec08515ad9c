import type { Scope } from "../../model/index.ts";
import { normalizeName, parseMarker, parseRequirement, type Marker } from "../../python/index.ts";
import { askFor, writtenSpan } from "../shared/ask-requirement.ts";
import { bothMarkers } from "../shared/asked.ts";
import { gapAt, LISTS, type Reading } from "./reading.ts";
import type { TakenElsewhere } from "./taken-elsewhere.ts";
import type { SetupComputed, SetupDict, SetupText, SetupValue } from "./value.ts";

/** More gaps of one script tell nobody anything. */
const MAX_GAPS = 50;

/** Reads the lists of requirements among the options of one call. */
export function readRequirementLists(options: SetupDict, elsewhere: TakenElsewhere, reading: Reading): void {
  for (const { key, value } of options.entries) {
    const option = key.value;
    const scope = LISTS.get(option);
    const reason = elsewhere.get(option);
    if (reason !== undefined) {
      const gap = gapAt(reading, "superseded-manifest", key.start, reason);
      reading.gaps.push({ ...gap, expected: true });
      continue;
    }
    if (scope !== undefined) readList(value, { option, scope, marker: null, start: key.start, reading });
    if (option === "extras_require") readExtras(value, key.start, reading);
    // The one extension that adds requirements, from files of its own choice; False turns it off, and is rarely written.
    if (option === "pbr") {
      const pbr = "pbr adds what its requirements files say when it is built";
      reading.gaps.push(gapAt(reading, "dynamic-metadata", key.start, pbr));
    }
  }
  for (const hole of options.holes) refuse(hole, "an option of setup()", reading);
}

interface List {
  /** As people know it. */
  readonly option: string;
  readonly scope: Scope;
  /** Under which all of the list is asked for. */
  readonly marker: Marker | null;
  readonly start: number;
  readonly reading: Reading;
}

/** A text with one requirement a line, or texts in lists, nested or not (setuptools' `yield_lines`). */
function readList(value: SetupValue, list: List): void {
  const { option, reading } = list;
  switch (value.kind) {
    case "text":
      return readLines(value, list);
    case "list":
      for (const item of value.items) readList(item, list);
      return undefined;
    case "constant":
      return undefined;
    case "computed":
      return refuse(value, `a part of ${option}`, reading);
    case "dict":
      return invalid(reading, list.start, `${option} is a dict, which setuptools takes for no list`);
    default:
      return value satisfies never;
  }
}

function refuse({ start }: SetupComputed, what: string, reading: Reading): void {
  if (reading.gaps.length >= MAX_GAPS) return;
  const reason = `${what} is computed here, and pyward does not run the script`;
  reading.gaps.push(gapAt(reading, "dynamic-metadata", start, reason));
}

function invalid(reading: Reading, offset: number, reason: string): void {
  if (reading.gaps.length < MAX_GAPS) reading.gaps.push(gapAt(reading, "unparsable-line", offset, reason));
}

/** `{name: list}`; the name may end in a marker behind a colon, and is empty where the marker is all there is to it. */
function readExtras(value: SetupValue, start: number, reading: Reading): void {
  if (value.kind === "constant") return;
  if (value.kind === "computed") return refuse(value, "extras_require", reading);
  if (value.kind !== "dict")
    return invalid(reading, start, "extras_require is no dict, which is what setuptools takes");
  for (const { key, value: list } of value.entries) {
    const colon = key.value.indexOf(":");
    const name = colon === -1 ? key.value : key.value.slice(0, colon);
    const condition = colon === -1 ? "" : key.value.slice(colon + 1);
    const marker = condition.trim() === "" ? null : parseMarker(condition);
    if (marker !== null && !marker.ok)
      invalid(reading, key.start, "what follows the colon of the extra is no marker");
    const scope: Scope = name === "" ? "main" : `extra:${normalizeName(name)}`;
    readList(list, {
      option: "extras_require",
      scope,
      marker: marker?.ok === true ? marker.value : null,
      start: key.start,
      reading,
    });
  }
  for (const hole of value.holes) refuse(hole, "a part of extras_require", reading);
}

/** Lines of a text as setuptools has them: trimmed, without comments and empty ones. */
function readLines(text: SetupText, list: List): void {
  let offset = 0;
  for (const line of text.value.split("\n")) {
    const start = offset + (line.length - line.trimStart().length);
    const comment = line.indexOf(" #");
    const written = (comment === -1 ? line : line.slice(0, comment)).trim();
    offset += line.length + 1;
    if (written !== "" && !written.startsWith("#")) readRequirement(written, { text, start }, list);
  }
}

interface Place {
  readonly text: SetupText;
  /** Of the requirement in the text. */
  readonly start: number;
}

function readRequirement(written: string, { text, start }: Place, { scope, marker, reading }: List): void {
  const parsed = parseRequirement(written);
  const at = text.content === null ? null : text.content + start;
  if (!parsed.ok) {
    const reason = `what stands here is no requirement of PEP 508: ${parsed.error.message}`;
    return invalid(reading, at ?? text.start, reason);
  }
  const asked = askFor(parsed.value, written);
  const span = writtenSpan(written);
  const origin = reading.originAt(
    at ?? text.start,
    at === null ? null : { start: at + span.start, end: at + span.end },
  );
  reading.entries.push({ asked: { ...asked, marker: bothMarkers(marker, asked.marker) }, scope, origin });
}
