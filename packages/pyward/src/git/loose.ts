import type { ObjectStore } from "../host/index.ts";
import { DamagedObject, deflateBound, inflate, inflateHead, LARGEST_OBJECT, type Budget } from "./inflate.ts";
import type { ObjectType } from "./object-id.ts";
import type { PackedObject } from "./pack.ts";

/** "commit 123\0", then the content. */
const HEADER = /^(commit|tree|blob|tag) (0|[1-9]\d{0,14})\0/;

interface LooseHeader {
  readonly type: ObjectType;
  readonly size: number;
  /** Bytes before the content. */
  readonly length: number;
}

/** The size of a loose object; null where there is none. Throws DamagedObject. */
export function looseSize(store: ObjectStore, id: string): number | null {
  const source = store.files.open(pathOf(store, id));
  if (source === null) return null;
  try {
    return headerOf(source.read(0, Math.min(source.size, 256))).size;
  } finally {
    source.close();
  }
}

/** A loose object; null where there is none. Throws DamagedObject. */
export function readLoose(store: ObjectStore, id: string, budget: Budget): PackedObject | null {
  const read = store.files.read(pathOf(store, id), deflateBound(LARGEST_OBJECT));
  if (read.kind === "missing") return null;
  if (read.kind !== "file") throw new DamagedObject(`its file could not be read (${read.kind})`);
  const { type, size, length } = headerOf(read.bytes);
  const whole = inflate(read.bytes, size + length, budget);
  return { type, bytes: whole.subarray(length) };
}

function headerOf(packed: Uint8Array): LooseHeader {
  const text = Buffer.from(inflateHead(packed).subarray(0, 32)).toString("latin1");
  const [whole, type, size] = HEADER.exec(text) ?? [];
  if (whole === undefined || !isType(type)) throw new DamagedObject("it does not begin as an object does");
  return { type, size: Number(size), length: whole.length };
}

function isType(text: string | undefined): text is ObjectType {
  return text === "commit" || text === "tree" || text === "blob" || text === "tag";
}

function pathOf({ prefix }: ObjectStore, id: string): string {
  return `${prefix}${id.slice(0, 2)}/${id.slice(2)}`;
}

/** The ids of loose objects that begin with `start`, which has two digits or more. */
export function looseIds({ files, prefix }: ObjectStore, start: string): readonly string[] {
  const folder = start.slice(0, 2);
  const listed = files.list(`${prefix}${folder}`);
  if (listed.kind !== "directory") return [];
  return listed.entries
    .map(({ name }) => folder + name)
    .filter((id) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) && id.startsWith(start));
}
