import { quoted } from "../../shared/lock-edit/quoted.ts";

/** A file of a package, with what a lock records of it. */
export interface LockedFile {
  /** Null: the last part of its address. */
  readonly name: string | null;
  readonly url: string;
  readonly sha256: string;
  readonly size: number | null;
  /** As TOML writes it. */
  readonly uploadTime: string | null;
}

/** A package of an index in a lock; null: the lock does not say. */
export interface LockedEntry {
  readonly name: string;
  readonly version: string;
  readonly marker: string | null;
  readonly index: string | null;
  readonly requiresPython: string | null;
  readonly sdist: LockedFile | null;
  readonly wheels: readonly LockedFile[];
  /** What PDM notes of what it needs. */
  readonly needs: readonly string[] | null;
}

export type Creator = "uv" | "pip" | "pdm";

/** The text of a package, from its header to the end of its last line, as each tool lays it out. What a tool never writes is not in it. */
export const LAYOUTS: Readonly<Record<Creator, (entry: LockedEntry) => string>> = {
  uv: textOfUv,
  pip: textOfPip,
  pdm: textOfPdm,
};

function textOfUv({ name, version, marker, index, sdist, wheels }: LockedEntry): string {
  const [first, ...more] = wheels.map(fileOfUv);
  return lines([
    ...head(name, version),
    ...(marker === null ? [] : [`marker = ${quoted(marker)}`]),
    ...(index === null ? [] : [`index = ${quoted(index)}`]),
    ...(sdist === null ? [] : [`sdist = ${fileOfUv(sdist)}`]),
    ...(first !== undefined && more.length === 0 ? [`wheels = [${first}]`] : []),
    ...(first === undefined || more.length === 0
      ? []
      : ["wheels = [", ...[first, ...more].map((file) => `    ${file},`), "]"]),
  ]);
}

function fileOfUv({ name, url, sha256, size, uploadTime }: LockedFile): string {
  const parts = [
    ...(name === null ? [] : [`name = ${quoted(name)}`]),
    `url = ${quoted(url)}`,
    ...(uploadTime === null ? [] : [`upload-time = ${uploadTime}`]),
    ...(size === null ? [] : [`size = ${size}`]),
    `hashes = { sha256 = ${quoted(sha256)} }`,
  ];
  return `{ ${parts.join(", ")} }`;
}

function textOfPip({ name, version, sdist, wheels }: LockedEntry): string {
  const file = (title: string, place: string, { name: filename, url, sha256 }: LockedFile) => [
    "",
    title,
    `name = ${quoted(filename ?? "")}`,
    `url = ${quoted(url)}`,
    "",
    `[packages.${place}.hashes]`,
    `sha256 = ${quoted(sha256)}`,
  ];
  return lines([
    ...head(name, version),
    ...(sdist === null ? [] : file("[packages.sdist]", "sdist", sdist)),
    ...wheels.flatMap((wheel) => file("[[packages.wheels]]", "wheels", wheel)),
  ]);
}

function textOfPdm({ name, version, marker, requiresPython, sdist, wheels, needs }: LockedEntry): string {
  const parts = ({ name: filename, url, sha256 }: LockedFile) => [
    `name = ${quoted(filename ?? "")}`,
    `url = ${quoted(url)}`,
    `hashes = {sha256 = ${quoted(sha256)}}`,
  ];
  const listed = (needs ?? []).map((one) => `    ${quoted(one)},`);
  return lines([
    ...head(name, version),
    ...(requiresPython === null ? [] : [`requires-python = ${quoted(requiresPython)}`]),
    ...(sdist === null ? [] : [`sdist = {${parts(sdist).join(", ")}}`]),
    ...(wheels.length === 0
      ? []
      : ["wheels = [", ...wheels.map((wheel) => `    {${parts(wheel).join(",")}},`), "]"]),
    ...(marker === null ? [] : [`marker = ${quoted(marker)}`]),
    "",
    "[packages.tool.pdm]",
    ...(listed.length === 0 ? ["dependencies = []"] : ["dependencies = [", ...listed, "]"]),
  ]);
}

function head(name: string, version: string): readonly string[] {
  return ["[[packages]]", `name = ${quoted(name)}`, `version = ${quoted(version)}`];
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
