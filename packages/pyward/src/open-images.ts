import type { ByteSource } from "./host/index.ts";
import { filesOfArchive, type ImageFiles } from "./image/index.ts";

export { filesOfFolder } from "./image/index.ts";

/** The files of an archive that looks as if it held images; null for one of something else, such as an sdist. */
export async function openArchive(source: ByteSource, name: string): Promise<ImageFiles | null> {
  const files = await filesOfArchive(source);
  const isImage = (await files.has("index.json")) || (await files.has("manifest.json"));
  // What cannot be read to its end may be anything; sdists have a reader of their own.
  const isDoubtful = files.problem !== null && !/\.(?:tar\.gz|tgz)$/i.test(name);
  return isImage || isDoubtful ? files : null;
}
