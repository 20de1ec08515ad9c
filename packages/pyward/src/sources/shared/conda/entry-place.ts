import { makeGap, type Gap, type Origin } from "../../../model/index.ts";
import type { YamlMap, YamlNode } from "../../../syntax/yaml/index.ts";
import type { YamlFile } from "../read-yaml.ts";
import { textNodeAt } from "../yaml-values.ts";

/** Where a package of a lock stands, with its version as what an edit would replace. */
export function entryOrigin(item: YamlMap, file: YamlFile): Origin {
  const version = textNodeAt(item, "version");
  const start = version?.content ?? null;
  const span = version === null || start === null ? null : { start, end: start + version.value.length };
  return file.originAt(item.start, span);
}

/** An entry that is no package. */
export function refusedEntry(item: YamlNode, file: YamlFile, reason: string): Gap {
  return makeGap({ code: "unparsable-line", reason, origin: file.originAt(item.start) });
}
