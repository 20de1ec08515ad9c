/** A file of an archive: its path as written there, and its content or why it has none. */
export type ZipMember =
  | { readonly kind: "file"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

export interface ZipLimits {
  readonly maxEntries: number;
  /** Bytes of one file, unpacked. */
  readonly maxFile: number;
  /** Bytes of all of them together, unpacked. */
  readonly maxTotal: number;
}

/**
 * The files of a zip in the order of its directory, each unpacked in memory; nothing is written, so no path in it
 * matters. A bad member, or one over its limit, costs only itself; a bad directory or a limit of the whole ends
 * the archive with one `unreadable` of path "". Never throws for what the archive holds.
 */
export async function* readZip(
  bytes: Uint8Array,
  wants: (path: string) => boolean,
  limits: ZipLimits,
): AsyncGenerator<ZipMember> {
  const { ZipReader, Uint8ArrayReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  let entries = 0;
  let left = limits.maxTotal;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (++entries > limits.maxEntries) throw new Error(`more than ${limits.maxEntries} files`);
      if (entry.directory || !wants(entry.filename)) continue;
      const member = await readMember(
        entry.filename,
        (sink) => entry.getData(sink),
        Math.min(limits.maxFile, left),
      );
      if (member.kind === "file") left -= member.bytes.length;
      if (left <= 0) throw new Error(`more than ${limits.maxTotal} bytes`);
      yield member;
    }
  } catch (error) {
    yield { kind: "unreadable", path: "", reason: `the zip cannot be read further: ${messageOf(error)}` };
  } finally {
    await reader.close();
  }
}

async function readMember(
  path: string,
  unpack: (sink: WritableStream<Uint8Array>) => Promise<unknown>,
  limit: number,
): Promise<ZipMember> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      size += chunk.length; // counted as it comes: the size in the directory can lie
      if (size > limit) throw new Error(`more than ${limit} bytes`);
      chunks.push(chunk);
    },
  });
  try {
    await unpack(sink);
    return { kind: "file", path, bytes: Buffer.concat(chunks) };
  } catch (error) {
    return { kind: "unreadable", path, reason: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "it is damaged";
}
