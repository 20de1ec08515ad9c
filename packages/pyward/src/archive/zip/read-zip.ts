import { messageOf, readMember, type ZipMember } from "./read-member.ts";

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
  const { ZipReader, Uint8ArrayReader, Uint8ArrayWriter, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { filenameValidation: "tolerant" });
  let entries = 0;
  let left = limits.maxTotal;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (++entries > limits.maxEntries) throw new Error(`more than ${limits.maxEntries} files`);
      if (entry.directory || !wants(entry.filename)) continue;
      const packed = (): Promise<Uint8Array> => entry.getData(new Uint8ArrayWriter(), { passThrough: true });
      const member = await readMember(entry, packed, limits.maxFile);
      if (member.kind === "file") left -= member.bytes.length;
      if (left < 0) throw new Error(`more than ${limits.maxTotal} bytes`);
      yield member;
    }
  } catch (error) {
    yield { kind: "unreadable", path: "", reason: `the zip cannot be read further: ${messageOf(error)}` };
  } finally {
    await reader.close();
  }
}
