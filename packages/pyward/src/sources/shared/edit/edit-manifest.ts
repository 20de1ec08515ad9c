import type { FileTree } from "../../../host/index.ts";
import type { Dependency, EditAnswer, Inventory, Origin, VersionChange } from "../../../model/index.ts";
import type { PackageName } from "../../../python/index.ts";
import { readText } from "../read-text.ts";
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
}

/** Edits a file that people write, in UTF-8: where its inventory says that the packages are named. */
export async function editManifest(request: EditRequest, manifest: Manifest): Promise<EditAnswer> {
  const texts = new Texts(request.tree);
  const byName = Map.groupBy(manifest.inventory.dependencies, ({ name }) => name);
  const results: { change: VersionChange; result: ChangeResult }[] = [];
  for (const change of request.changes) {
    const sites: Site[] = [];
    for (const dependency of byName.get(change.name) ?? []) {
      for (const origin of dependency.origins)
        sites.push(await toSite(dependency, origin, { manifest, texts }));
    }
    sites.push(...(manifest.constraints?.get(change.name) ?? []));
    results.push({ change, result: resultOf(change, manifest.overrides?.get(change.name) ?? sites) });
  }
  return answerOf(results);
}

interface Around {
  readonly manifest: Manifest;
  readonly texts: Texts;
}

async function toSite(dependency: Dependency, origin: Origin, { manifest, texts }: Around): Promise<Site> {
  const { version, marker, source } = dependency;
  const pin = source.type === "conda" ? "url" : dependency.pin;
  const text = origin.span === null ? null : await texts.read(origin.path);
  const span = text === null ? null : origin.span;
  return {
    path: origin.path,
    span,
    written: span === null ? "" : (text ?? "").slice(span.start, span.end),
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

  async read(path: string): Promise<string | null> {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const read = await readText(this.#tree, path, "it");
    const text = read.kind === "text" ? read.text : null;
    this.#texts.set(path, text);
    return text;
  }
}
