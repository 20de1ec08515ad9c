import { quoted } from "../../shared/lock-edit/quoted.ts";
import type { FileText, LinkText, TimeKey } from "./locked-text.ts";

/** A package of an index as uv writes it. */
export interface WrittenPackage {
  readonly name: string;
  readonly version: string;
  readonly registry: string;
  readonly links: readonly LinkText[];
  readonly extras: ReadonlyMap<string, readonly LinkText[]>;
  readonly sdist: FileText | null;
  readonly wheels: readonly FileText[];
  readonly timeKey: TimeKey;
}

/** The text of a package, from its header to the end of its last line. */
export function writePackage(written: WrittenPackage): string {
  const { name, version, registry, links, extras, sdist, wheels } = written;
  const file = (one: FileText): string => writeFile(one, written.timeKey);
  const lines = [
    "[[package]]",
    `name = ${quoted(name)}`,
    `version = ${quoted(version)}`,
    `source = { registry = ${quoted(registry)} }`,
    ...listed("dependencies", links.map(writeLink)),
    ...(sdist === null ? [] : [`sdist = ${file(sdist)}`]),
    ...listed("wheels", wheels.map(file)),
  ];
  const lists = [...extras].filter(([, items]) => items.length > 0);
  if (lists.length > 0) lines.push("", "[package.optional-dependencies]");
  for (const [extra, items] of lists) lines.push(...listed(extra, items.map(writeLink)));
  return `${lines.join("\n")}\n`;
}

function listed(key: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${key} = [`, ...items.map((item) => `    ${item},`), "]"];
}

function writeLink({ name, version, registry, extras, marker }: LinkText): string {
  const parts = [
    `name = ${quoted(name)}`,
    ...(version === null ? [] : [`version = ${quoted(version)}`]),
    ...(registry === null ? [] : [`source = { registry = ${quoted(registry)} }`]),
    ...(extras.length === 0 ? [] : [`extra = [${extras.map(quoted).join(", ")}]`]),
    ...(marker === null ? [] : [`marker = ${quoted(marker)}`]),
  ];
  return `{ ${parts.join(", ")} }`;
}

function writeFile({ url, hash, size, uploadTime }: FileText, timeKey: TimeKey): string {
  const parts = [
    `url = ${quoted(url)}`,
    `hash = ${quoted(hash)}`,
    ...(size === null ? [] : [`size = ${size}`]),
    ...(uploadTime === null ? [] : [`${timeKey} = ${quoted(uploadTime)}`]),
  ];
  return `{ ${parts.join(", ")} }`;
}
