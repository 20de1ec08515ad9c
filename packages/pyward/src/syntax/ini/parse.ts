import { trimPythonSpace } from "../requirement-lines/index.ts";
import { positionsIn, type Position } from "../lines.ts";

/** A piece of a value: one line of the file, trimmed. */
export interface IniLine {
  readonly text: string;
  /** Offset of the text, in UTF-16 code units. */
  readonly start: number;
}

export interface IniOption {
  /** As written; whether case counts is the business of who asks. */
  readonly name: string;
  readonly start: number;
  /** The line of the name first, which may be empty, then those that continue it, the empty ones between them included. */
  readonly lines: readonly IniLine[];
}

export interface IniSection {
  readonly name: string;
  readonly start: number;
  readonly options: readonly IniOption[];
}

/** A line that Python refuses the whole file for. */
export interface IniFault {
  readonly offset: number;
  readonly message: string;
}

export interface IniDocument {
  readonly sections: readonly IniSection[];
  readonly faults: readonly IniFault[];
  /** Line and column of an offset in the text. */
  positionOf(offset: number): Position;
}

/**
 * Reads an INI file as Python's `configparser.RawConfigParser` does with its defaults: `=` and `:` delimit, `#` and `;`
 * begin comments at the start of a line only, deeper indented lines continue a value, nothing is interpolated. Where that
 * one would refuse the file, there is a fault, and reading goes on. `[DEFAULT]` is a section like any other. A byte order
 * mark at the start is skipped and counts as one code unit. Linear in the length of the text.
 */
export function parseIni(text: string): IniDocument {
  const reading: Reading = { sections: new Map(), faults: [], section: null, option: null, indent: 0 };
  for (const line of linesOf(text)) readLine(line, reading);
  const sections = [...reading.sections.values()].map(toSection);
  return { sections, faults: reading.faults, positionOf: positionsIn(text) };
}

interface OpenOption {
  readonly name: string;
  readonly start: number;
  readonly lines: IniLine[];
}

interface OpenSection {
  readonly name: string;
  readonly start: number;
  readonly options: Map<string, OpenOption>;
}

interface Reading {
  readonly sections: Map<string, OpenSection>;
  readonly faults: IniFault[];
  section: OpenSection | null;
  /** The option that a deeper indented line continues. */
  option: OpenOption | null;
  /** Of the line that began the option or the section. */
  indent: number;
}

/** Python's universal line ends. */
function* linesOf(text: string): Generator<IniLine, void, undefined> {
  const ends = /\r\n|[\r\n]/g;
  let start = text.startsWith("\u{FEFF}") ? 1 : 0;
  for (const end of text.matchAll(ends)) {
    yield { text: text.slice(start, end.index), start };
    start = end.index + end[0].length;
  }
  if (start < text.length) yield { text: text.slice(start), start };
}

function readLine(line: IniLine, reading: Reading): void {
  const { option } = reading;
  const text = trimPythonSpace(line.text);
  if (text.startsWith("#") || text.startsWith(";")) return;
  const indent = line.text.indexOf(text);
  const trimmed = { text, start: line.start + indent };
  if (text === "" || (option !== null && indent > reading.indent)) {
    option?.lines.push(trimmed);
    return;
  }
  reading.indent = indent;
  const close = text.lastIndexOf("]");
  if (text.startsWith("[") && close > 1) beginSection(text.slice(1, close), trimmed.start, reading);
  else if (reading.section === null) fault(trimmed, "it stands before the first section", reading);
  else beginOption(trimmed, reading.section, reading);
}

function fault({ start }: IniLine, message: string, { faults }: Reading): void {
  faults.push({ offset: start, message });
}

function beginSection(name: string, start: number, reading: Reading): void {
  const known = reading.sections.get(name);
  if (known !== undefined && name !== "DEFAULT")
    fault({ text: name, start }, "a section of this name is there already", reading);
  reading.section = known ?? { name, start, options: new Map() };
  reading.sections.set(name, reading.section);
  reading.option = null;
}

function beginOption(line: IniLine, section: OpenSection, reading: Reading): void {
  const { text, start } = line;
  const delimiter = text.search(/[=:]/);
  if (delimiter === -1) return fault(line, "it is neither a section, an option nor a comment", reading);
  const name = trimPythonSpace(text.slice(0, delimiter));
  const rest = text.slice(delimiter + 1);
  const value = trimPythonSpace(rest);
  const first = { text: value, start: start + delimiter + 1 + rest.indexOf(value) };
  if (name === "") {
    reading.option = null;
    return fault(line, "the option has no name", reading);
  }
  const known = section.options.get(name);
  if (known !== undefined) {
    fault(line, "an option of this name is there already", reading);
    known.lines.push(first);
  }
  reading.option = known ?? { name, start, lines: [first] };
  section.options.set(name, reading.option);
}

function toSection({ name, start, options }: OpenSection): IniSection {
  return {
    name,
    start,
    options: [...options.values()].map((option) => ({ ...option, lines: withoutEmptyEnd(option.lines) })),
  };
}

/** Empty lines at the end belong to no value. The first line stays. */
function withoutEmptyEnd(lines: readonly IniLine[]): readonly IniLine[] {
  let end = lines.length;
  while (end > 1 && lines[end - 1]?.text === "") end--;
  return lines.slice(0, end);
}
