import { memoryTree, type MemoryFile } from "../../host/memory/index.ts";
import type { Dependency, Inventory } from "../../model/index.ts";
import { requirementsTxt } from "./index.ts";

/** For tests: reads `requirements.txt` of a tree in memory; `text` is that file, `around` are the others. */
export async function readText(
  text: MemoryFile,
  around: Readonly<Record<string, MemoryFile>> = {},
  workingDirectory = "",
): Promise<Inventory> {
  const tree = memoryTree({ "requirements.txt": text, ...around });
  return requirementsTxt.read(tree, { path: "requirements.txt" }, { workingDirectory });
}

/** `name==version`, `name SPECIFIERS`, `name` or `name @ url`, with the marker behind a `;`. */
export function summarize({ dependencies }: Inventory): string[] {
  return dependencies.map((dependency) => summary(dependency));
}

function summary({ name, version, pin, specifiers, source, marker }: Dependency): string {
  const end = marker === null ? "" : ` ; ${marker}`;
  if (pin === "url") return `${name} @ ${source.url}${version === null ? "" : ` = ${version}`}${end}`;
  if (version !== null) return `${name}==${version}${end}`;
  return `${name}${specifiers === null ? "" : ` ${specifiers}`}${end}`;
}

/** `path:line:column code name`. */
export function summarizeGaps({ gaps }: Inventory): string[] {
  return gaps.map(({ code, name, origin }) => {
    const at =
      origin === null
        ? "-"
        : [origin.path, origin.line, origin.column].filter((part) => part !== null).join(":");
    return [at, code, ...(name === null ? [] : [name])].join(" ");
  });
}
