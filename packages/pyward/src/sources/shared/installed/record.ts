/** No file of a release has so many. */
const MAX_FILES = 200_000;

/**
 * The paths of a RECORD (PEP 376, PEP 427), as written: relative to the folder of the `.dist-info`. Of the CSV only the
 * first field is read, which is quoted where it holds a comma.
 */
export function recordedFiles(bytes: Uint8Array): readonly string[] {
  const files: string[] = [];
  for (const line of new TextDecoder().decode(bytes).split(/\r\n|\r|\n/)) {
    if (files.length >= MAX_FILES) break;
    const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1];
    const path =
      quoted === undefined ? line.slice(0, Math.max(line.indexOf(","), 0)) : quoted.replaceAll('""', '"');
    if (path !== "") files.push(path.replaceAll("\\", "/"));
  }
  return files;
}
