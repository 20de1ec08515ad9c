import type { PackageName } from "../../python/index.ts";
import { buildPage, MAX_FILES } from "./build-page.ts";
import type { WrittenFile } from "./listed-file.ts";
import type { PageResult } from "./project-page.ts";
import { tagsIn, type Tag } from "./tags.ts";

/** PEP 503, with what PEP 592, 629, 658, 708, 714 and 792 add. Tolerant of HTML that is none, as those who serve it are of their own. */
export function parseHtmlPage(name: PackageName, url: URL, text: string): PageResult {
  const files: WrittenFile[] = [];
  const metas = new Map<string, string[]>();
  let base: URL | null = null;
  for (const tag of tagsIn(text)) {
    if (files.length > MAX_FILES) break;
    const href = tag.attributes.get("href");
    if (tag.name === "a" && href !== undefined) files.push(...fileOf(href, tag));
    // HTML: the first one counts.
    if (tag.name === "base" && href !== undefined && URL.canParse(href, url.href))
      base ??= new URL(href, url.href);
    if (tag.name === "meta") learn(metas, tag);
  }
  const meta = (key: string): string | null => metas.get(key)?.[0] ?? null;
  return buildPage(
    name,
    { url, base: base ?? url },
    {
      apiVersion: meta("pypi:repository-version"),
      files,
      versions: null,
      state: meta("pypi:project-status"),
      stateReason: meta("pypi:project-status-reason"),
      tracks: metas.get("pypi:tracks") ?? [],
      alternateLocations: metas.get("pypi:alternate-locations") ?? [],
    },
  );
}

function learn(metas: Map<string, string[]>, { attributes }: Tag): void {
  const [key, content] = [attributes.get("name")?.toLowerCase(), attributes.get("content")];
  if (key === undefined || content === undefined || !key.startsWith("pypi:")) return;
  const known = metas.get(key);
  if (known === undefined) metas.set(key, [content]);
  else if (known.length < 100) known.push(content);
}

/** The name is the last part of the path: what the link's text says is for people. */
function fileOf(href: string, { attributes }: Tag): readonly WrittenFile[] {
  const [address = "", fragment = ""] = split(href, "#");
  const [path = ""] = split(address, "?");
  const name = decoded(path.slice(path.lastIndexOf("/") + 1));
  if (name === null || name === "") return [];
  const metadata = attributes.get("data-core-metadata") ?? attributes.get("data-dist-info-metadata");
  return [
    {
      name,
      href: address,
      hashes: () => hashIn(fragment),
      requiresPython: attributes.get("data-requires-python") ?? null,
      yanked: attributes.get("data-yanked") ?? null,
      metadata: metadata === undefined || metadata === "false" ? null : () => hashIn(metadata),
      size: null,
      uploaded: null,
    },
  ];
}

/** `algorithm=hex`; in a fragment also among others (`egg=…&sha256=…`). */
function hashIn(text: string): readonly string[] {
  return text.split("&").flatMap((part) => {
    const [algorithm = "", hex = ""] = split(part, "=");
    return hex === "" ? [] : `${algorithm}:${hex}`;
  });
}

function split(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
