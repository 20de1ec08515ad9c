import type { Gap } from "../../model/index.ts";
import type { TomlNode } from "../../syntax/toml/index.ts";
import type { Entry } from "../shared/asked.ts";
import type { TomlFile } from "../shared/read-toml.ts";

/** What reading one file gathers. */
export interface Reading {
  readonly file: TomlFile;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

/** An entry that cannot be read is a gap at its place. */
export function refuse({ file, gaps }: Pick<Reading, "file" | "gaps">, node: TomlNode, reason: string): void {
  const origin = file.originAt(node.start);
  gaps.push({ code: "unparsable-line", name: null, advisory: null, reason, origin, expected: false });
}
