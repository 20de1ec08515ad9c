import { parseObject, type JsonObject } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { ListedFile, timeOf, type WrittenFile } from "./listed-file.ts";
import { STATES, type PageRelease, type ProjectPage } from "./project-page.ts";

/**
 * A page as it is kept: what it says of the project in one line, then a line a version, of which few are read again: the version, when it was uploaded
 * first, its files. In ASCII. To be changed whenever this or what is believed of a page changes.
 */
export const KEPT_FORM = 2;

/** The files of the page are those that were read from an index's answer. */
export function keptPage({ releases, files: _files, ...page }: ProjectPage): string {
  const files = releases.map((release) => release.files.filter((file) => file instanceof ListedFile));
  const base = files.flat()[0]?.base.href ?? page.url;
  const lines = releases.map(({ version, uploaded }, at) =>
    [version, uploaded ?? NEVER, JSON.stringify(files[at]?.map(packed))].join(" "),
  );
  return [JSON.stringify({ ...page, base }), ...lines].join("\n").replaceAll(BEYOND_ASCII, escaped);
}

/** Stands for a time that nobody tells. */
const NEVER = "-";

// Outside of JSON's texts there are none.
const BEYOND_ASCII = /[\u0080-\uffff]/g;

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Null: it is none. */
export function readKeptPage(name: PackageName, text: string): ProjectPage | null {
  const [head = "", ...lines] = text.split("\n");
  const facts = factsIn(parseObject(head) ?? {});
  if (facts === null || facts.own !== name) return null;
  const releases = lines.map((line) => new KeptRelease(line, facts.base));
  return {
    ...{ name, ...facts.page, releases },
    get files() {
      return releases.flatMap(({ files }) => files);
    },
  };
}

function factsIn(head: JsonObject) {
  const [own, url, base] = ["name", "url", "base"].map((key) => textOf(head[key]));
  const state = STATES.find((one) => one === head["state"]);
  if (typeof url !== "string" || typeof base !== "string" || state === undefined || !URL.canParse(base))
    return null;
  const ignored = typeof head["ignored"] === "number" ? head["ignored"] : 0;
  const lists = {
    versions: textsOf(head["versions"]),
    tracks: textsOf(head["tracks"]),
    alternateLocations: textsOf(head["alternateLocations"]),
  };
  const page = { url, ignored, state, stateReason: textOf(head["stateReason"]), ...lists };
  return { own, base: new URL(base), page };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Its files are read when they are asked for. */
class KeptRelease implements PageRelease {
  readonly version: string;
  private readonly line: string;
  private readonly base: URL;
  private known: readonly ListedFile[] | null = null;

  constructor(line: string, base: URL) {
    this.version = line.slice(0, line.indexOf(" "));
    this.line = line;
    this.base = base;
  }

  get uploaded(): string | null {
    const from = this.version.length + 1;
    return timeOf(this.line.slice(from, this.line.indexOf(" ", from)));
  }

  get files(): readonly ListedFile[] {
    if (this.known !== null) return this.known;
    const text = this.line.slice(this.line.indexOf(" ", this.version.length + 1) + 1);
    this.known = unpacked(text, this.version, this.base);
    return this.known;
  }
}

/** Nearly every address ends with the name of its file, which is left out there. */
function packed({ written, isWheel }: ListedFile): readonly unknown[] {
  const { name, href, hashes, requiresPython, yanked, metadata, size, uploaded } = written;
  const folder = href.endsWith(`/${name}`) ? href.slice(0, -name.length) : null;
  return [
    ...[name, folder ?? href, folder !== null, hashes().join(" "), requiresPython, yanked],
    ...[metadata === null ? null : metadata().join(" "), size, uploaded, isWheel],
  ];
}

function unpacked(text: string, version: string, base: URL): readonly ListedFile[] {
  const files = parseArray(text);
  return files.flatMap((file) => {
    if (!Array.isArray(file)) return [];
    const [name, at, isFolder, hashes, requiresPython, yanked, metadata, size, uploaded, isWheel]: unknown[] =
      file;
    if (typeof name !== "string" || typeof at !== "string") return [];
    const href = isFolder === true ? at + name : at;
    if (!URL.canParse(href, base.href)) return [];
    const written: WrittenFile = {
      ...{ name, href, requiresPython: textOf(requiresPython), yanked: textOf(yanked) },
      hashes: () => wordsOf(hashes),
      metadata: metadata === null ? null : () => wordsOf(metadata),
      size: typeof size === "number" ? size : null,
      uploaded: textOf(uploaded),
    };
    return [new ListedFile(written, { version, isWheel: isWheel === true }, base)];
  });
}

function wordsOf(value: unknown): readonly string[] {
  return (textOf(value) ?? "").split(" ").filter((word) => word !== "");
}

function parseArray(text: string): readonly unknown[] {
  const value = parseObject(`{"files":${text}}`)?.["files"];
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
