import { BREAKS, COMMENTS, EXTRAS, LINES, MARKERS, NAMES, OPTIONS, SPECIFIERS } from "./parts.ts";

/** One small tree to read; `requirements.txt` is the file that is read. */
export interface Case {
  readonly id: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** The files around each generated requirements.txt. */
const SURROUNDINGS: Readonly<Record<string, string>> = {
  "other.txt": "other==1.0\n",
  "sub/nested.txt": "nested==1\n-r ../other.txt\n",
  "constraints.txt": "constrained==3\nrequests<3\n",
  "libs/alpha/pyproject.toml": '[project]\nname = "alpha"\n',
  "libs/beta/setup.py": "",
  "libs/not-a-project/readme.txt": "",
  "pyproject.toml": '[project]\nname = "root-project"\n',
  "wheels/gamma-1.0-py3-none-any.whl": "",
};

type Pick = <T>(choices: readonly T[]) => T;

/** Linear congruential: the same seed gives the same cases on every machine. */
function picker(seed: number): Pick {
  let state = seed >>> 0;
  return (choices) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const chosen = choices[Math.floor((state / 2 ** 32) * choices.length)];
    if (chosen === undefined) throw new Error("nothing to choose from");
    return chosen;
  };
}

/** A requirement or another line, made of parts that are right, odd and wrong. */
function line(pick: Pick): string {
  if (pick([true, false])) return pick(LINES) + pick(COMMENTS);
  return pick(NAMES) + pick(EXTRAS) + pick(SPECIFIERS) + pick(MARKERS) + pick(OPTIONS) + pick(COMMENTS);
}

function utf32(text: string, isLittle: boolean): Uint8Array {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(points.length * 4));
  points.forEach((point, index) => view.setUint32(index * 4, point, isLittle));
  return new Uint8Array(view.buffer);
}

const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (unit) => Math.min(unit.charCodeAt(0), 255));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf16le"));

const ENCODINGS: readonly ((text: string) => Uint8Array)[] = [
  utf8,
  utf8,
  utf8,
  utf8,
  utf8,
  utf8,
  utf8,
  utf8,
  (text) => utf8(`\ufeff${text}`),
  (text) => utf16(`\ufeff${text}`),
  (text) => new Uint8Array(Buffer.from(utf16(`\ufeff${text}`)).swap16()),
  (text) => utf32(`\ufeff${text}`, true),
  (text) => utf32(`\ufeff${text}`, false),
  latin1,
  (text) => latin1(`# -*- coding: latin-1 -*-\n${text}`),
  (text) => latin1(`\n# vim: set fileencoding=ISO-8859-15 :\n${text}`),
  (text) => utf8(`\n\n# coding: latin-1\n${text}`),
  (text) => utf8(` # coding: latin-1\n${text}`),
  (text) => utf8(`# coding: nonsense\n${text}`),
  (text) => utf8(`#coding=ascii\n${text}`),
];

/** `count` random cases, and one for each handwritten line by itself. */
export function makeCases(seed: number, count: number): readonly Case[] {
  const pick = picker(seed);
  const random = Array.from({ length: count }, (_, index) => {
    const lines = Array.from({ length: pick([1, 2, 3, 5, 8]) }, () => line(pick) + pick(BREAKS));
    return makeCase(`random-${seed}-${index}`, pick(ENCODINGS)(lines.join("")));
  });
  return [...LINES.map((text, index) => makeCase(`line-${index}`, utf8(text))), ...random];
}

function makeCase(id: string, requirements: Uint8Array): Case {
  const around = Object.entries(SURROUNDINGS).map(([path, text]) => [path, utf8(text)] as const);
  return { id, files: { ...Object.fromEntries(around), "requirements.txt": requirements } };
}
