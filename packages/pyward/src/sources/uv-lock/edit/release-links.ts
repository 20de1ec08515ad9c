import { parseRequirement, type Requirement } from "../../../python/index.ts";
import { eitherShape, shapeOf, type Shape, type ShapeAnswer } from "../../shared/lock-edit/marker-shape.ts";
import type { PythonInterval } from "../../shared/lock-edit/python-range.ts";
import type { LinkText } from "./locked-text.ts";
import { inUvWords, writeMarker, type WrittenMarker } from "./marker-text.ts";

/** What a list of references is written for. */
export interface LinkSettings {
  readonly pythons: PythonInterval;
  readonly revision: number;
  /** Names that the lock has in more than one version, or from elsewhere than an index. */
  readonly isAmbiguous: (name: string) => boolean;
}

export type ReleaseLinks =
  | { readonly kind: "links"; readonly links: readonly LinkText[] }
  /** The end of a sentence about the lock. */
  | { readonly kind: "unclear"; readonly reason: string };

/** What a release needs without extras (`extra` null), or what one of its extras adds, as uv writes it. */
export function releaseLinks(
  { name, requires }: { readonly name: string; readonly requires: readonly string[] },
  extra: string | null,
  settings: LinkSettings,
): ReleaseLinks {
  const found = new Map<string, { readonly requirement: Requirement; shape: ShapeAnswer }>();
  for (const text of requires) {
    const parsed = parseRequirement(text);
    if (!parsed.ok) return unclear(name, "has a requirement that is none");
    const requirement = parsed.value;
    const shape = addedBy(requirement, extra);
    if (isNever(shape, settings)) continue;
    if (requirement.url !== null) return unclear(name, `needs ${requirement.name} from an address`);
    if (requirement.name === name) return unclear(name, "needs an extra of its own");
    const known = found.get(requirement.name);
    if (known !== undefined && known.requirement.extras.join() !== requirement.extras.join())
      return unclear(name, `needs ${requirement.name} with extras and without`);
    // uv looks at each of several markers on its own, which may split the lock.
    if (known !== undefined && !isSame(known.shape, shape))
      return unclear(name, `needs ${requirement.name} under several conditions`);
    found.set(requirement.name, { requirement, shape: eitherShape(known?.shape ?? "never", shape) });
  }
  const links: LinkText[] = [];
  for (const { requirement, shape } of found.values()) {
    const marker = markerOf(shape, settings);
    if (marker.kind === "unclear")
      return unclear(name, `needs ${requirement.name} under a condition that uv may write otherwise`);
    if (settings.isAmbiguous(requirement.name))
      return unclear(name, `needs ${requirement.name}, of which the lock has several`);
    links.push({
      name: requirement.name,
      version: null,
      registry: null,
      extras: requirement.extras,
      marker: marker.kind === "marker" ? marker.text : null,
    });
  }
  return { kind: "links", links: links.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

function unclear(name: string, what: string): ReleaseLinks {
  return { kind: "unclear", reason: `${name} ${what}` };
}

const NO_EXTRAS: ReadonlySet<string> = new Set();

function addedBy({ marker }: Requirement, extra: string | null): ShapeAnswer {
  const plain = shapeOf(marker, NO_EXTRAS);
  if (extra === null) return plain;
  const withExtra = shapeOf(marker, new Set([extra]));
  return isSame(plain, withExtra) && plain !== "unclear" ? "never" : withExtra;
}

function isNever(shape: ShapeAnswer, { pythons, revision }: LinkSettings): boolean {
  if (shape === "never") return true;
  return shape !== "unclear" && writeMarker(shape, pythons, revision).kind === "never";
}

function isSame(first: ShapeAnswer, second: ShapeAnswer): boolean {
  return shapeKey(first) === shapeKey(second);
}

function shapeKey(shape: ShapeAnswer): string {
  if (typeof shape === "string") return shape;
  const texts = [...shape.texts].map(([name, set]) => [name, set.isExcluding, ...[...set.values].toSorted()]);
  return JSON.stringify([shape.python, texts.map((text) => JSON.stringify(text)).toSorted()]);
}

function markerOf(shape: ShapeAnswer, { pythons, revision }: LinkSettings): WrittenMarker {
  const words: Shape | null = typeof shape === "string" ? null : inUvWords(shape);
  return words === null ? { kind: "unclear" } : writeMarker(words, pythons, revision);
}
