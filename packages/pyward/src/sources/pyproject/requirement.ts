import type { PackageSource, Scope, Span } from "../../model/index.ts";
import { isValidName, normalizeName, parseRequirement } from "../../python/index.ts";
import { placeInString, type TomlNode, type TomlString } from "../../syntax/toml/index.ts";
import { askFor, writtenSpan } from "../shared/ask-requirement.ts";
import { NOTHING_ELSE, type Asked } from "../shared/asked.ts";
import { refuse, type Reading } from "./reading.ts";

/** Reads a list of PEP 508 requirements into a scope. Null stands for a list that is not there. */
export function readRequirements(node: TomlNode | null, scope: Scope, reading: Reading): void {
  if (node === null) return;
  if (node.kind !== "array") return refuse(reading, node, "what stands here is no list of requirements");
  for (const item of node.items) readRequirement(item, scope, reading);
}

/** PDM allows `-e URL#egg=name` in its own table. */
export function readRequirement(node: TomlNode, scope: Scope, reading: Reading): void {
  if (node.kind !== "string") return refuse(reading, node, "what stands here is no requirement");
  const editable = readEditable(node.value);
  const parsed = parseRequirement(node.value.trim());
  if (editable === null && !parsed.ok) {
    return refuse(reading, node, `what stands here is no requirement of PEP 508: ${parsed.error.message}`);
  }
  const asked = editable ?? (parsed.ok ? askFor(parsed.value, node.value) : null);
  if (asked === null) return;
  const written = editable === null ? writtenSpan(node.value) : null;
  const span = written === null ? null : spanIn(reading.file.text, node, written);
  reading.entries.push({ asked, scope, origin: reading.file.originAt(node.start, span) });
}

function spanIn(text: string, node: TomlString, { start, end }: Span): Span {
  return { start: placeInString(text, node, start), end: placeInString(text, node, end) };
}

function readEditable(text: string): Asked | null {
  if (!text.startsWith("-e ") && !text.startsWith("--editable ")) return null;
  const name = /#egg=([A-Za-z0-9._-]+)/.exec(text)?.[1] ?? "";
  if (!isValidName(name)) return null;
  const source: PackageSource = { type: "path", url: null };
  return { ...NOTHING_ELSE, name: normalizeName(name), pin: "url", source, own: "editable" };
}
