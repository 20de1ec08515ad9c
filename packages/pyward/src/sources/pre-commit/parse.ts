import type { YamlNode, YamlText } from "../../syntax/yaml/index.ts";
import { addRequirement, hasRoom, noMentions, refuse, type Mentions } from "../shared/pip-command/index.ts";
import type { YamlFile } from "../shared/read-yaml.ts";
import { isOfPython } from "./language.ts";

/**
 * Reads `additional_dependencies` of the hooks that are Python's (pre-commit.com, "Config: hooks"): pre-commit hands them
 * to `pip install` with the hook's repository. The hooks themselves come from git, which says no version of a release.
 */
export function readPreCommit({ root, originAt }: YamlFile): Mentions {
  const mentions = noMentions();
  // Before version 1 the list of repositories was the whole file.
  const repositories = root?.kind === "list" ? root : valueIn(root, "repos");
  if (repositories?.kind !== "list") return mentions;
  const reading: Reading = { mentions, originAt, steps: 0 };
  for (const repository of repositories.items) {
    const hooks = valueIn(repository, "hooks");
    for (const hook of hooks?.kind === "list" ? hooks.items : []) {
      if (++reading.steps > MAX_STEPS) return tooMany(hook, reading);
      if (!readHook(hook, textIn(repository, "repo") ?? "", reading)) return mentions;
    }
  }
  return mentions;
}

interface Reading {
  readonly mentions: Mentions;
  readonly originAt: YamlFile["originAt"];
  steps: number;
}

/** An alias can repeat a list any number of times. */
const MAX_STEPS = 50_000;

function tooMany({ start }: YamlNode, { mentions, originAt }: Reading): Mentions {
  const reason = "the file has too many hooks: the rest was not read";
  refuse(mentions, { code: "limit-exceeded", reason, origin: originAt(start) });
  return mentions;
}

/** False where reading ends. */
function readHook(hook: YamlNode, repository: string, reading: Reading): boolean {
  const list = valueIn(hook, "additional_dependencies");
  if (list?.kind !== "list") return true;
  const { mentions, originAt } = reading;
  const items = list.items.filter((item) => item.kind === "text");
  reading.steps += list.items.length;
  const facts = { repository, id: textIn(hook, "id") ?? "", language: textIn(hook, "language") };
  if (
    !isOfPython(
      facts,
      items.slice(0, MAX_STEPS).map(({ value }) => value),
    )
  )
    return true;
  for (const item of items) {
    if (!hasRoom(mentions, originAt(item.start))) return false;
    readItem(item, reading);
  }
  return true;
}

/** pre-commit hands each item to pip as one argument. */
function readItem({ value, start }: YamlText, { mentions, originAt }: Reading): void {
  const text = value.replace(/^(-[erc])=?(?=\S)/, "$1 ").replace(/^(--[a-z-]+)=/, "$1 ");
  addRequirement(text, "group:pre-commit", originAt(start), mentions);
}

/** A value of a map, or of the one that its merge key names (YAML's `<<`). */
function valueIn(node: YamlNode | null, key: string): YamlNode | null {
  if (node?.kind !== "map") return null;
  const merged = node.entries.get("<<")?.value;
  const above = merged?.kind === "map" ? merged.entries.get(key)?.value : undefined;
  return node.entries.get(key)?.value ?? above ?? null;
}

function textIn(node: YamlNode | null, key: string): string | null {
  const value = valueIn(node, key);
  return value?.kind === "text" ? value.value : null;
}
