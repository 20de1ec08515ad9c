import { fileOrigin, type Origin } from "../../model/index.ts";
import { parseIni, type IniLine, type IniOption, type IniSection } from "../../syntax/ini/index.ts";
import { addRequirement, hasRoom, noMentions, refuse, type Mentions } from "../shared/pip-command/index.ts";
import { withoutFactors } from "./factors.ts";
import { substitute, type Substituted } from "./substitute.ts";

/**
 * Reads what tox 3 and 4 install: `deps` of every environment, whatever its factors, and `requires` of tox itself
 * (tox.wiki, "Configuration"). References to other options are followed, and nothing is run.
 */
export function readToxIni(path: string, text: string): Mentions {
  const { sections, faults, positionOf } = parseIni(text);
  const mentions = noMentions();
  const originAt = (offset: number): Origin => ({ ...fileOrigin(path), ...positionOf(offset) });
  for (const { offset, message } of faults.slice(0, MAX_FAULTS))
    refuse(mentions, {
      code: "unparsable-line",
      reason: `tox refuses the file: ${message}`,
      origin: originAt(offset),
    });
  const reading: Reading = {
    sections: new Map(sections.map((one) => [one.name, one])),
    mentions,
    originAt,
    section: "",
    steps: 0,
  };
  for (const section of sections) {
    reading.section = section.name;
    for (const option of section.options)
      if (holdsRequirements(section, option)) readOption(option, [], reading);
  }
  return mentions;
}

/** The file is none of tox's after the first one: more tell nobody anything. */
const MAX_FAULTS = 20;
/** Lines read, references followed: a hundred times what real files take. */
const MAX_STEPS = 100_000;
const MAX_DEPTH = 20;

interface Reading {
  readonly sections: ReadonlyMap<string, IniSection>;
  readonly mentions: Mentions;
  originAt(offset: number): Origin;
  /** The environment whose list is read. */
  section: string;
  steps: number;
}

function holdsRequirements(section: IniSection, option: IniOption): boolean {
  if (option.name === "deps") return /^(?:testenv|pkgenv)(?::|$)/.test(section.name);
  return option.name === "requires" && section.name === "tox";
}

/** `within`: the options on the way to this one, so that a circle ends. */
function readOption(option: IniOption, within: readonly IniOption[], reading: Reading): void {
  if (within.includes(option) || within.length > MAX_DEPTH) return;
  for (const line of logicalLines(option)) {
    const origin = reading.originAt(line.start);
    if (++reading.steps > MAX_STEPS) {
      tooMany(origin, reading);
      return;
    }
    if (!hasRoom(reading.mentions, origin)) return;
    readLine(withoutFactors(line), [...within, option], reading);
  }
}

function tooMany(origin: Origin, { mentions }: Reading): void {
  if (mentions.gaps.at(-1)?.code === "limit-exceeded") return;
  refuse(mentions, {
    code: "limit-exceeded",
    reason: "too many references are followed: the rest was not read",
    origin,
  });
}

/** Lines without comments; one that ends in a backslash goes on in the next. */
function* logicalLines({ lines }: IniOption): Generator<IniLine, void, undefined> {
  let open: IniLine | null = null;
  for (const { text, start } of lines) {
    const bare = text
      .replace(/(?:^|\s)#[^]*$/, "")
      .replaceAll("\\#", "#")
      .trimEnd();
    const joined: IniLine =
      open === null ? { text: bare, start } : { text: open.text + bare, start: open.start };
    open =
      joined.text.endsWith("\\") && joined.text.length < MAX_LINE
        ? { ...joined, text: joined.text.slice(0, -1) }
        : null;
    if (open === null && joined.text !== "") yield joined;
  }
  if (open !== null && open.text !== "") yield open;
}

/** `:NAME:numpy`: which of its index servers tox 3 takes the package from. */
const INDEX = /^:[A-Za-z0-9_.-]+:\s*/;
const MAX_LINE = 10_000;
/** Of a version or a name that a line refers to. */
const MAX_VALUE = 200;

function readLine({ text, start }: IniLine, within: readonly IniOption[], reading: Reading): void {
  const origin = reading.originAt(start);
  if (text.length > MAX_LINE) {
    addRequirement(text, "group:tox", origin, reading.mentions);
    return;
  }
  const whole = /^\{\[([^\]]+)\]([A-Za-z0-9_-]+)\}$/.exec(text.trim());
  const referred = whole === null ? null : optionOf(whole[1] ?? "", whole[2] ?? "", reading);
  if (referred !== null) {
    readOption(referred, within, reading);
    return;
  }
  const known = substitute(text, {
    option: (section, key) => valueOf(section, key, reading),
    variable: (name) => variableOf(name, reading),
  });
  if (known.isComputed) addComputed(known, origin, reading.mentions);
  else addRequirement(known.text.replace(INDEX, ""), "group:tox", origin, reading.mentions);
}

function optionOf(section: string, key: string, { sections }: Reading): IniOption | null {
  return sections.get(section)?.options.find(({ name }) => name === key) ?? null;
}

/** The value of an option within a line: one line of text, or null. */
function valueOf(section: string, key: string, reading: Reading): string | null {
  const lines = optionOf(section, key, reading)?.lines.filter(({ text }) => text !== "") ?? [];
  const [only] = lines;
  return only !== undefined && lines.length === 1 && only.text.length <= MAX_VALUE ? only.text : null;
}

/** What `setenv` of the environment gives, else that of all; under factors or not. */
function variableOf(name: string, reading: Reading): string | null {
  for (const section of [reading.section, "testenv"]) {
    for (const key of ["setenv", "set_env"]) {
      const option = optionOf(section, key, reading);
      for (const line of option === null ? [] : logicalLines(option)) {
        reading.steps++;
        const [, set, value = ""] =
          /^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(\S.*)$/.exec(withoutFactors(line).text) ?? [];
        if (set === name && value.length <= MAX_VALUE) return value;
      }
    }
  }
  return null;
}

function addComputed({ text }: Substituted, origin: Origin, mentions: Mentions): void {
  const reason = "what is installed here is filled in when tox runs";
  const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?=\s*[[=<>!~@])/.exec(text)?.[0] ?? null;
  refuse(mentions, { code: "dynamic-metadata", reason, origin }, name);
}
