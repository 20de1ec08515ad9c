import type { JsonNode, JsonObject } from "../../syntax/json/index.ts";

/** What a VEX document says of one vulnerability in some releases, whichever format said it. */
export interface VexStatement {
  /** Of the vulnerability, its aliases included. */
  readonly ids: readonly string[];
  /** Package URLs; those of other ecosystems say nothing of what is audited. */
  readonly products: readonly string[];
  readonly says: VexSays;
  /** Milliseconds since 1970; 0: it does not say when. */
  readonly at: number;
  /** Offset in the document. */
  readonly start: number;
}

export type VexSays =
  | { readonly kind: "accepted" | "not-affected" | "false-positive" | "fixed"; readonly reason: string }
  /** It lets nothing through: still looked at, to be mended, or without the reason that its format demands. */
  | { readonly kind: "nothing" };

export const NOTHING: VexSays = { kind: "nothing" };

export function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === "object" ? node.members.get(name)?.value : undefined;
}

/** Trimmed; null where it is missing, empty or no text. */
export function textOf(node: JsonNode | undefined, name: string): string | null {
  const value = memberOf(node, name);
  return (value?.kind === "string" ? value.value.trim() : "") || null;
}

export function itemsOf(node: JsonNode | undefined, name: string): readonly JsonNode[] {
  const value = memberOf(node, name);
  return value?.kind === "array" ? value.items : [];
}

export function objectsOf(node: JsonNode | undefined, name: string): readonly JsonObject[] {
  return itemsOf(node, name).flatMap((item) => (item.kind === "object" ? [item] : []));
}

/** The latest of some times; 0 where none is one. */
export function latest(...texts: readonly (string | null)[]): number {
  const times = texts.map((text) => Date.parse(text ?? "")).filter((time) => !Number.isNaN(time));
  return Math.max(0, ...times);
}
