import type { FileTree } from "../host/index.ts";
import type { Source, SourceMeta } from "../sources/shared/source.ts";

/** A source on its shelf. */
interface Entry {
  readonly meta: SourceMeta;
  load(): Promise<Source>;
}

/** The id of the source that knows a file by its content, where its name does not tell; null: none does. */
export async function recognise(
  tree: FileTree,
  path: string,
  entries: readonly Entry[],
): Promise<string | null> {
  const file = await tree.read(path);
  if (file.kind !== "file") return null;
  // What a format is told by is ASCII.
  const text = new TextDecoder("latin1").decode(file.bytes);
  for (const { meta, load } of entries) {
    if (meta.knowsContent !== true) continue;
    const source = await load();
    if (source.recognises?.(text) === true) return meta.id;
  }
  return null;
}
