import { nearestName, type ConfigPlace } from "../model/index.ts";
import type { TomlNode } from "../syntax/toml/index.ts";
import type { ConfigProblem } from "./config-file.ts";

/** What is known while one file is read. Problems are gathered: people are told all of them at once. */
export interface Parsing {
  readonly problems: ConfigProblem[];
  readonly isTrusted: boolean;
  placeOf(node: TomlNode): ConfigPlace;
}

export function problem(node: TomlNode, message: string, parsing: Parsing, hint: string | null = null): void {
  parsing.problems.push({ place: parsing.placeOf(node), message, hint });
}

/** A name that the reader does not know, with the nearest one that it does. */
export function unknownKey(node: TomlNode, known: readonly string[], parsing: Parsing): void {
  const near = nearestName(node.name.slice(0, 60), known);
  const hint = near === null ? `The keys are ${known.join(", ")}.` : `Did you mean ${near}?`;
  problem(node, `unknown key ${JSON.stringify(node.name.slice(0, 60))}`, parsing, hint);
}
