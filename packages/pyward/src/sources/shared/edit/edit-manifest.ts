import type { FileTree } from "../../../host/index.ts";
import type { Dependency, EditAnswer, Inventory, Origin, VersionChange } from "../../../model/index.ts";
import type { PackageName } from "../../../python/index.ts";
import { decodeRequirements } from "../../../syntax/requirement-lines/index.ts";
import { decodeText } from "../read-text.ts";
import type { EditRequest } from "../source.ts";
import { answerOf, type ChangeResult } from "./answer.ts";
import type { SpecifierLanguage } from "./clause.ts";
import { decide, writeSite, type Site } from "./site.ts";

/** A manifest as its source reads it. */
export interface Manifest {
  readonly inventory: Inventory;
  /** In which language a range is written. Of another file than the target, PEP 440 unless it says otherwise. */
  languageAt(origin: Origin): SpecifierLanguage;
  readonly constraints?: ReadonlyMap<PackageName, readonly Site[]>;
  /** In place of all that is asked for of a name, and so what decides. */
  readonly overrides?: ReadonlyMap<PackageName, readonly Site[]>;
  /** Writes what it does not name, of these changes those that want it. */
  add?(changes: readonly VersionChange[]): ReadonlyMap<VersionChange, ChangeResult>;
}

/** Edits a file that people write, in UTF-8: where its inventory says that the packages are named. */
export async function editManifest(request: EditRequest, manifest: Manifest): Promise<EditAnswer> {
  const around: Around = { target: request.target.path, manifest, texts: new Texts(request.tree) };
  const byName = Map.groupBy(manifest.inventory.dependencies, ({ name }) => name);
  const named: Named[] = [];
  for (const change of request.changes) {
    const sites: Site[] = [];
    for (const dependency of byName.get(change.name) ?? []) {
      for (const origin of dependency.origins) sites.push(await toSite(dependency, origin, around));
    }
    sites.push(...(manifest.constraints?.get(change.name) ?? []));
    named.push({ change, sites: manifest.overrides?.get(change.name) ?? sites });
  }
  const absent = named.filter(({ sites }) => sites.length === 0).map(({ change }) => change);
  const added = manifest.add?.(absent);
  return answerOf(
    named.map(({ change, sites }) => ({ change, result: added?.get(change) ?? resultOf(change, sites) })),
  );
}

interface Named {
  readonly change: VersionChange;
  readonly sites: readonly Site[];
}

/** Other files that a manifest takes requirements from are pip's, or setup.cfg. */
function decodingOf(path: string, target: string): "as-pip" | null {
  return path === target || path.endsWith("setup.cfg") ? null : "as-pip";
}

interface Around {
  /** Path of the manifest. */
  readonly target: string;
  readonly manifest: Manifest;
  readonly texts: Texts;
}

async function toSite(
  dependency: Dependency,
  origin: Origin,
  { target, manifest, texts }: Around,
): Promise<Site> {
  const { version, marker, source } = dependency;
  const pin = source.type === "conda" ? "url" : dependency.pin;
  const decoding = decodingOf(origin.path, target);
  const text = origin.span === null ? null : await texts.read(origin.path, decoding);
  const span = text === null ? null : origin.span;
  return {
    path: origin.path,
    span,
    written: span === null ? "" : (text ?? "").slice(span.start, span.end),
    ...(decoding === null ? {} : { decoding }),
    language: manifest.languageAt(origin),
    pin,
    version,
    marker,
    scopes: dependency.scopes,
    isLimit: false,
  };
}

/** What one change comes to where these places name the package; all of it or nothing. */
export function resultOf(change: VersionChange, sites: readonly Site[]): ChangeResult {
  const { to } = change;
  if (to === null) {
    return sites.length === 0 ? { kind: "made", edits: [] } : { kind: "left", reason: "asks for it itself" };
  }
  if (sites.length === 0 && change.isHeld === true) return { kind: "made", edits: [] };
  const decision = decide(change, sites);
  if (decision.kind === "left") return decision;
  const written = decision.sites.map((needy) => writeSite(needy, to));
  const refused = written.find((result) => result.kind === "refused");
  if (refused !== undefined) return { kind: "left", reason: refused.reason };
  return { kind: "made", edits: written.flatMap((result) => (result.kind === "edit" ? [result.edit] : [])) };
}

/** The files' texts, each read once. */
class Texts {
  readonly #tree: FileTree;
  readonly #texts = new Map<string, string | null>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  async read(path: string, decoding: "as-pip" | null): Promise<string | null> {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const read = await this.#tree.read(path);
    const text = read.kind === "file" ? textOf(path, read.bytes, decoding) : null;
    this.#texts.set(path, text);
    return text;
  }
}

function textOf(path: string, bytes: Uint8Array, decoding: "as-pip" | null): string | null {
  const decoded = decoding === null ? decodeText(path, bytes, "it") : decodeRequirements(bytes);
  return decoded.kind === "text" ? decoded.text : null;
}
