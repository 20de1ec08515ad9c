import { RpmDamage, viewNumbers, type NumberView } from "./damage.ts";

/** Tags of rpm's headers that are read (rpm.org, "RPM Tags"). */
const TAGS = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  fileStates: 1029,
  fileDigests: 1035,
  sourceRpm: 1044,
  changelogTimes: 1080,
  changelogNames: 1081,
  changelogTexts: 1082,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  fileDigestAlgorithm: 5011,
} as const;

type Tag = keyof typeof TAGS;

/** rpm refuses more itself (`hdrblobInit`: 65,535 entries, 256 MiB of data). */
const MAX_ENTRIES = 65_535;
const MAX_DATA = 256 * 1024 * 1024;
/** Values of one entry: no package has a million files. */
const MAX_VALUES = 4_000_000;

/** One package as rpm has recorded it. */
export interface RpmHeader {
  text(tag: Tag): string | null;
  texts(tag: Tag): readonly string[];
  numbers(tag: Tag): readonly number[];
}

/** The types of values (rpm.org, "Package format v4"); STRING, STRING_ARRAY and I18NSTRING end in a zero byte each. */
const CHAR = 1;
const INT8 = 2;
const INT16 = 3;
const INT32 = 4;
const STRINGS: readonly number[] = [6, 8, 9];

/**
 * A header as it lies in a database: the counts of entries and bytes, the index of 16 bytes an entry, the data; all big-endian. Values are decoded when
 * they are asked for. All of it throws RpmDamage.
 */
export function readHeader(blob: Uint8Array): RpmHeader {
  const view = viewNumbers(blob);
  const [entries, size] = [view.u32(0), view.u32(4)];
  if (entries > MAX_ENTRIES || size > MAX_DATA || 8 + entries * 16 + size !== blob.length)
    throw new RpmDamage("a header in it has not the size that it says");
  const data = viewNumbers(view.bytes(8 + entries * 16, size));
  const offsets = new Map<number, number>();
  // The first of a tag counts: what rpm adds at installation comes behind what the package has.
  for (let at = entries - 1; at >= 0; at--) offsets.set(view.u32(8 + at * 16), 8 + at * 16);
  const entryOf = (tag: Tag): Entry | null => {
    const at = offsets.get(TAGS[tag]);
    if (at === undefined) return null;
    const entry = { type: view.u32(at + 4), offset: view.u32(at + 8), count: view.u32(at + 12) };
    if (entry.count > MAX_VALUES) throw new RpmDamage("a header in it has too many values");
    return entry;
  };
  const texts = (tag: Tag): readonly string[] => {
    const entry = entryOf(tag);
    return entry === null ? [] : readTexts(data, entry);
  };
  return {
    texts,
    text: (tag) => texts(tag)[0] ?? null,
    numbers: (tag) => {
      const entry = entryOf(tag);
      return entry === null ? [] : readNumbers(data, entry);
    },
  };
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

function readTexts(data: NumberView, { type, offset, count }: Entry): readonly string[] {
  if (!STRINGS.includes(type)) throw new RpmDamage("a header in it has a number where a text belongs");
  const rest = data.bytes(offset, data.size - offset);
  const texts: string[] = [];
  let start = 0;
  while (texts.length < count) {
    const end = rest.indexOf(0, start);
    if (end === -1) throw new RpmDamage("a text in one of its headers has no end");
    texts.push(new TextDecoder().decode(rest.subarray(start, end)));
    start = end + 1;
  }
  return texts;
}

function readNumbers(data: NumberView, { type, offset, count }: Entry): readonly number[] {
  const indexes = Array.from({ length: Math.min(count, data.size) }, (_, at) => at);
  switch (type) {
    case CHAR:
    case INT8:
      return indexes.map((at) => data.u8(offset + at));
    case INT16:
      return indexes.map((at) => data.u16(offset + 2 * at));
    case INT32:
      return indexes.map((at) => data.u32(offset + 4 * at));
    default:
      throw new RpmDamage("a header in it has a text where a number belongs");
  }
}
