import { decodeName } from "./header.ts";

/** What an extended header (POSIX.1-2001) says of the next member: keyword → value; null where it is damaged. */
export type PaxRecords = ReadonlyMap<string, string>;

/** Records are `length SP keyword=value LF`, where `length` counts all of it. An empty value withdraws an earlier one. */
export function parsePax(bytes: Uint8Array): PaxRecords | null {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    if (space === -1 || space - at > 10) return null;
    const length = digitsOf(bytes.subarray(at, space));
    const end = at + (length ?? 0);
    if (length === null || end > bytes.length || end <= space || bytes[end - 1] !== 0x0a) return null;
    if (!addRecord(records, bytes.subarray(space + 1, end - 1))) return null;
    at = end;
  }
  return records;
}

/** The map of a sparse file comes as many records of the same two keywords in the first of its three forms. */
const REPEATED = ["GNU.sparse.offset", "GNU.sparse.numbytes"];

function addRecord(records: Map<string, string>, record: Uint8Array): boolean {
  const equals = record.indexOf(0x3d);
  if (equals <= 0) return false;
  const value = record.subarray(equals + 1);
  const keyword = decodeName(record.subarray(0, equals));
  if (value.includes(0)) return !MEANT.has(keyword);
  if (value.length === 0) records.delete(keyword);
  else if (REPEATED.includes(keyword)) {
    const map = records.get("GNU.sparse.map");
    records.set("GNU.sparse.map", `${map === undefined ? "" : `${map},`}${decodeName(value)}`);
  } else records.set(keyword, decodeName(value));
  return true;
}

/** Keywords whose value with a NUL in it would be read in two ways. */
const MEANT: ReadonlySet<string> = new Set(["path", "linkpath", "size"]);

function digitsOf(bytes: Uint8Array): number | null {
  const text = decodeName(bytes);
  return /^\d+$/.test(text) ? Number(text) : null;
}
