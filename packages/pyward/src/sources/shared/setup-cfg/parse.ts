import { fileOrigin, makeGap, type Gap, type Origin, type Scope, type Span } from "../../../model/index.ts";
import { normalizeName, parseRequirement } from "../../../python/index.ts";
import { parseIni, type IniLine, type IniOption, type IniSection } from "../../../syntax/ini/index.ts";
import { askFor, writtenSpan } from "../ask-requirement.ts";
import type { Entry } from "../asked.ts";
import { followSelfReferences, type Project } from "../self-references.ts";
import { itemsOf } from "./items.ts";

/** The options of `[options]` that list requirements. */
const LISTS: ReadonlyMap<string, Scope> = new Map<string, Scope>([
  ["install_requires", "main"],
  ["setup_requires", "build"],
  ["tests_require", "group:test"],
]);

/** What setup.cfg asks for. */
export interface ReadSetupCfg {
  readonly entries: readonly Entry[];
  readonly gaps: readonly Gap[];
  /** It has `install_requires`, `extras_require`. */
  /** `python_requires`; null: it does not say. */
  readonly requiresPython: string | null;
  readonly declares: { readonly dependencies: boolean; readonly extras: boolean };
}

/** Reads what setuptools reads of the requirements in setup.cfg. */
export function readSetupCfg(path: string, text: string): ReadSetupCfg {
  const { sections, faults, positionOf } = parseIni(text);
  const reading: Reading = {
    originAt: (offset, span = null) => ({ ...fileOrigin(path), ...positionOf(offset), span }),
    entries: [],
    gaps: [],
  };
  for (const { offset, message } of faults.slice(0, MAX_FAULTS)) refuse(reading, offset, message);
  for (const section of sections) {
    if (section.name === "options") readOptions(section, reading);
    if (section.name === "options.extras_require") readExtras(section, reading);
  }
  const entries = followSelfReferences(reading.entries, readProject(sections));
  const options = sections.filter(({ name }) => name === "options").flatMap((section) => section.options);
  const declares = {
    dependencies: options.some((option) => optionName(option) === "install_requires"),
    extras: sections.some(({ name }) => name === "options.extras_require"),
  };
  const python = options.find((option) => optionName(option) === "python_requires");
  return {
    entries,
    gaps: reading.gaps,
    declares,
    requiresPython: python === undefined ? null : textOf(python),
  };
}

/** The file is none of setuptools' after the first one: more tell nobody anything. */
const MAX_FAULTS = 20;

interface Reading {
  originAt(offset: number, span?: Span | null): Origin;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

function readOptions({ options }: IniSection, reading: Reading): void {
  for (const option of options) {
    const scope = LISTS.get(optionName(option));
    if (scope !== undefined) readList(option, scope, reading);
  }
}

/** The value of an option that is one line. */
function textOf({ lines }: IniOption): string | null {
  return lines.find(({ text }) => text !== "")?.text ?? null;
}

/** setuptools takes dashes and capitals, though it has warned about them since 2021. */
function optionName({ name }: IniOption): string {
  return name.replaceAll("-", "_").toLowerCase();
}

function readExtras({ options }: IniSection, reading: Reading): void {
  for (const option of options) readList(option, `extra:${normalizeName(option.name)}`, reading);
}

function readList(option: IniOption, scope: Scope, reading: Reading): void {
  const directive = directiveOf(option);
  if (directive === null) for (const item of itemsOf(option)) readRequirement(item, scope, reading);
  else {
    const reason = `what stands here are no requirements: setuptools takes them from ${directive} when it builds`;
    reading.gaps.push(makeGap({ code: "dynamic-metadata", reason, origin: reading.originAt(option.start) }));
  }
}

/** The first word says where a value comes from, in place of the value. */
function directiveOf({ lines }: IniOption): string | null {
  const first = lines.find(({ text }) => text !== "")?.text ?? "";
  if (first.startsWith("file:")) return "another file";
  return first.startsWith("attr:") ? "the project's code" : null;
}

function readRequirement({ text, start }: IniLine, scope: Scope, reading: Reading): void {
  const parsed = parseRequirement(text);
  if (!parsed.ok)
    return refuse(reading, start, `what stands here is no requirement of PEP 508: ${parsed.error.message}`);
  const written = writtenSpan(text);
  const span = { start: start + written.start, end: start + written.end };
  reading.entries.push({ asked: askFor(parsed.value, text), scope, origin: reading.originAt(start, span) });
}

function refuse({ gaps, originAt }: Reading, offset: number, reason: string): void {
  gaps.push(makeGap({ code: "unparsable-line", reason, origin: originAt(offset) }));
}

/** `[metadata]`: the name, and the version where it stands there itself. */
function readProject(sections: readonly IniSection[]): Project | null {
  const metadata = sections.find(({ name }) => name === "metadata")?.options ?? [];
  const valueOf = (name: string): string =>
    metadata.find((option) => optionName(option) === name)?.lines[0]?.text ?? "";
  const name = valueOf("name");
  const version = valueOf("version");
  if (name === "") return null;
  return {
    name: normalizeName(name),
    version: version === "" || /^(?:attr|file):/.test(version) ? null : version,
  };
}
