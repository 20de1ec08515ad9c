import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { addRequirement, hasRoom, noMentions, refuse, type Mentions } from "../shared/pip-command/index.ts";
import type { TomlFile } from "../shared/read-toml.ts";
import { stringOf, stringsOf } from "../shared/toml-values.ts";
import { substitute, type Known } from "./substitute.ts";

/** Reads tox.toml: `deps` of every environment, and `requires` of tox itself (tox.wiki, "TOML only"). */
export function readToxToml({ root, originAt }: TomlFile): Mentions {
  const mentions = noMentions();
  const reading: Reading = { root, originAt, mentions, steps: 0 };
  readDeps(entry(root, "requires"), 0, reading);
  for (const base of ["env_run_base", "env_pkg_base"]) readDeps(entryAt(root, base, "deps"), 0, reading);
  for (const name of ["env", "env_base"]) {
    const environments = entry(root, name);
    if (environments?.kind !== "table") continue;
    for (const environment of entriesOf(environments))
      if (environment.kind === "table") readDeps(entry(environment, "deps"), 0, reading);
  }
  return mentions;
}

interface Reading {
  readonly root: TomlTable;
  readonly originAt: TomlFile["originAt"];
  readonly mentions: Mentions;
  steps: number;
}

/** References are tables here, not text. */
const NOTHING_KNOWN: Known = { option: () => null, variable: () => null };
const MAX_STEPS = 100_000;
const MAX_DEPTH = 20;

function readDeps(node: TomlNode | null, depth: number, reading: Reading): void {
  if (node === null || depth > MAX_DEPTH || ++reading.steps > MAX_STEPS) return;
  if (!hasRoom(reading.mentions, reading.originAt(node.start))) return;
  if (node.kind === "array") for (const item of node.items) readDeps(item, depth + 1, reading);
  else if (node.kind === "table") readReplacement(node, depth, reading);
  else readText(node, reading);
}

/** `{ replace = "ref", of = [...] }`, and others with a `default`. */
function readReplacement(node: TomlTable, depth: number, reading: Reading): void {
  const of = stringsOf(entry(node, "of"));
  const referred = of.length > 0 ? entryAt(reading.root, ...of) : entry(node, "default");
  if (referred === null) addComputed(node, reading);
  else readDeps(referred, depth + 1, reading);
}

function addComputed({ start }: TomlNode, { mentions, originAt }: Reading): void {
  const reason = "what is installed here is filled in when tox runs";
  refuse(mentions, { code: "dynamic-metadata", reason, origin: originAt(start) });
}

function readText(node: TomlNode, reading: Reading): void {
  const { mentions, originAt } = reading;
  const origin = originAt(node.start);
  const text = stringOf(node);
  if (text === null) {
    const reason = "what stands here is no requirement";
    refuse(mentions, { code: "unparsable-line", reason, origin });
    return;
  }
  for (const line of text.split("\n")) {
    const known = substitute(line, NOTHING_KNOWN);
    if (known.isComputed) addComputed(node, reading);
    else addRequirement(known.text, "group:tox", origin, mentions);
  }
}
