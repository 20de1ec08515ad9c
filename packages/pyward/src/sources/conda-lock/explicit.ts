import { makeGap, type Gap, type Origin } from "../../model/index.ts";
import { isValidName, normalizeName } from "../../python/index.ts";
import {
  isForPython,
  parseArchiveName,
  readHashes,
  type CondaLock,
  type LockedPackage,
} from "../shared/conda/locked-package.ts";
import { isPlatform } from "../shared/conda/platforms.ts";
import { versionOfUrl } from "../shared/direct-url.ts";

/** Whether a text is a list of URLs for `conda create --file`. */
export function isExplicit(text: string): boolean {
  return /^@EXPLICIT[ \t]*\r?$/m.test(text.slice(0, 64 * 1024));
}

/**
 * Reads such a list: a URL a line, its hash behind `#`. conda-lock adds PyPI packages as comments,
 * `# pip NAME @ URL --hash=sha256:HEX`, which it installs itself.
 */
export function readExplicit(path: string, text: string): CondaLock {
  const platform = /^# platform: ([a-z0-9-]{1,40})\s*$/m.exec(text.slice(0, 64 * 1024))?.[1] ?? "";
  const packages: LockedPackage[] = [];
  const gaps: Gap[] = [];
  let isOpen = false;
  for (const { line, origin } of linesOf(path, text)) {
    if (line === "@EXPLICIT") isOpen = true;
    else if (line.startsWith("# pip ")) read(readPypi(line, origin), origin);
    else if (isOpen && line !== "" && !line.startsWith("#")) read(readConda(line, origin), origin);
  }
  return { packages, platforms: new Set(isPlatform(platform) ? [platform] : []), gaps };

  function read(locked: LockedPackage | null, origin: Origin): void {
    const reason = "the line names no package";
    if (locked === null) gaps.push(makeGap({ code: "unparsable-line", reason, origin }));
    else packages.push({ ...locked, uses: [{ scope: "main", platform, set: platform }] });
  }
}

interface Line {
  readonly line: string;
  readonly origin: Origin;
}

function* linesOf(path: string, text: string): Generator<Line> {
  for (const [index, line] of text.split("\n").entries()) {
    yield {
      line: line.replace(/^\uFEFF/, "").trim(),
      origin: { path, line: index + 1, column: 1, layer: null, span: null },
    };
  }
}

const COMMON = {
  index: null,
  needs: [],
  purls: null,
  isEditable: false,
  extras: [],
  uses: [],
} as const satisfies Partial<LockedPackage>;

function readPypi(line: string, origin: Origin): LockedPackage | null {
  const [, name = "", , location = "", rest = ""] =
    /^# pip ([^\s@[]+)(\[[^\]]*\])? @ (\S+)(.*)$/.exec(line) ?? [];
  if (!isValidName(name)) return null;
  const url = location.replace(/#.*$/, "");
  const digest = /(?:--hash=|#)(md5|sha256)[:=]([0-9A-Fa-f]+)/.exec(`${location} ${rest}`);
  return {
    ...COMMON,
    manager: "pypi",
    name,
    version: versionOfUrl(url, normalizeName(name)),
    location,
    hashes: readHashes((algorithm) => (digest?.[1] === algorithm ? (digest[2] ?? null) : null)),
    isPython: true,
    origin,
  };
}

function readConda(line: string, origin: Origin): LockedPackage | null {
  const [location = "", fragment = ""] = line.split("#", 2);
  const archive = parseArchiveName(location);
  if (archive === null) return null;
  const { name, version, build } = archive;
  const hex = fragment.replace(/^sha256:/, "");
  return {
    ...COMMON,
    manager: "conda",
    name: name.toLowerCase(),
    version,
    location,
    hashes: readHashes((algorithm) => ((hex.length === 32) === (algorithm === "md5") ? hex : null)),
    isPython: isForPython({ name: name.toLowerCase(), build, needs: [] }),
    origin,
  };
}
