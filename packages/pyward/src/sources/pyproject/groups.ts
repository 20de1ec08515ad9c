import { normalizeName } from "../../python/index.ts";
import { entriesOf, entry, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { refuse, type Reading } from "./reading.ts";
import { readRequirement } from "./requirement.ts";

/** Entries of groups together with what they include: a hundred times the largest seen. */
const MAX_VISITS = 20_000;

/** PEP 735, `[dependency-groups]`: lists of requirements and of `{include-group = NAME}`. Names compare normalised. */
export function readGroups(table: TomlTable, reading: Reading): void {
  const groups = new Map<string, TomlNode>();
  for (const node of entriesOf(table)) {
    const name = normalizeName(node.name);
    if (node.kind !== "array") refuse(reading, node, "what stands here is no list of requirements");
    else if (groups.has(name)) refuse(reading, node, "another group has the same name, normalised");
    else groups.set(name, node);
  }
  const walk: Walk = { groups, reading, visits: 0, refused: new Set() };
  for (const name of groups.keys())
    readGroup(name, { walk, scope: `group:${name}`, seen: new Set(), within: [] });
}

interface Walk {
  readonly groups: ReadonlyMap<string, TomlNode>;
  readonly reading: Reading;
  visits: number;
  /** Includes that are a gap already, by their offset. */
  readonly refused: Set<number>;
}

interface Visit {
  readonly walk: Walk;
  readonly scope: `group:${string}`;
  /** Groups that are read into the scope already. */
  readonly seen: Set<string>;
  /** The groups that include this one, outermost first. */
  readonly within: readonly string[];
}

const MAX_DEPTH = 100;

function readGroup(name: string, visit: Visit): void {
  const { walk, seen, within } = visit;
  const node = walk.groups.get(name);
  if (node?.kind !== "array" || seen.has(name)) return;
  seen.add(name);
  for (const item of node.items) {
    if (++walk.visits > MAX_VISITS)
      return refuseOnce(item, "the groups include each other too often to read on", walk);
    const include = item.kind === "table" ? entry(item, "include-group") : null;
    if (include === null) readOwn(item, visit);
    else readInclude(include, { ...visit, within: [...within, name] });
  }
}

/** What a group holds itself is refused once, however often it is included. */
function readOwn(item: TomlNode, { walk, scope, within }: Visit): void {
  const { file, entries } = walk.reading;
  readRequirement(item, scope, { file, entries, gaps: within.length === 0 ? walk.reading.gaps : [] });
}

function readInclude(include: TomlNode, visit: Visit): void {
  const { walk, within } = visit;
  const name = include.kind === "string" ? normalizeName(include.value) : null;
  if (name === null || !walk.groups.has(name))
    return refuseOnce(include, "it includes a group that does not exist", walk);
  if (within.includes(name)) return refuseOnce(include, "the groups include each other in a circle", walk);
  if (within.length > MAX_DEPTH) return refuseOnce(include, "the groups include each other too deeply", walk);
  readGroup(name, visit);
}

function refuseOnce(node: TomlNode, reason: string, { reading, refused }: Walk): void {
  if (refused.has(node.start)) return;
  refused.add(node.start);
  refuse(reading, node, reason);
}
