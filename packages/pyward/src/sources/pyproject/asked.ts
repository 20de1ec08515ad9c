import type { Gap, Origin, OwnCode, PackageSource, Pin, Scope } from "../../model/index.ts";
import type { Marker, PackageName } from "../../python/index.ts";
import type { TomlNode } from "../../syntax/toml/index.ts";
import type { TomlFile } from "../shared/read-toml.ts";

/** What one entry of the file asks for. */
export interface Asked {
  readonly name: PackageName;
  readonly version: string | null;
  readonly pin: Pin;
  /** PEP 440 text, for a range. */
  readonly specifiers: string | null;
  readonly extras: readonly string[];
  readonly marker: Marker | null;
  readonly source: PackageSource;
  readonly own: OwnCode | null;
}

/** An entry with the list that it stands in. */
export interface Entry {
  readonly asked: Asked;
  readonly scope: Scope;
  readonly origin: Origin;
}

/** What reading one file gathers. */
export interface Reading {
  readonly file: TomlFile;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

export const REGISTRY: PackageSource = { type: "registry", url: null };

/** An entry that cannot be read is a gap at its place. */
export function refuse({ file, gaps }: Pick<Reading, "file" | "gaps">, node: TomlNode, reason: string): void {
  const origin = file.originAt(node.start);
  gaps.push({ code: "unparsable-line", name: null, advisory: null, reason, origin, expected: false });
}

/** Both hold; null: always. */
export function bothMarkers(first: Marker | null, second: Marker | null): Marker | null {
  if (first === null || second === null) return first ?? second;
  return { kind: "alternatives", alternatives: [[first, second]] };
}
