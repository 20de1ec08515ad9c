import { isObject } from "../../../model/index.ts";

/** CISA's catalogue, or why a file is none. */
export type KevResult =
  | {
      readonly kind: "catalogue";
      /** `YYYY-MM-DD` of `dateReleased`. */
      readonly date: string;
      /** CVE id in upper case → the day that it was listed, `YYYY-MM-DD`. */
      readonly days: ReadonlyMap<string, string>;
      /** Entries that could not be read; each costs only itself. */
      readonly damaged: number;
    }
  | { readonly kind: "unreadable"; readonly reason: string };

/** The catalogue has some 1,500 entries in 1.5 MB. */
const MOST_BYTES = 64_000_000;

/** Reads CISA's Known Exploited Vulnerabilities catalogue, its JSON feed. A file without a day or most of whose entries cannot be read is the wrong one. Never throws. */
export function readKevFile(bytes: Uint8Array): KevResult {
  if (bytes.length > MOST_BYTES) return unreadable("it is larger than any catalogue");
  const value = parse(bytes);
  if (!isObject(value) || !Array.isArray(value["vulnerabilities"]))
    return unreadable("it has no list of vulnerabilities");
  const { dateReleased } = value;
  const date =
    typeof dateReleased === "string" ? /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(dateReleased)?.[0] : undefined;
  if (date === undefined) return unreadable("it does not say of which day it is");
  const read = readEntries(value["vulnerabilities"]);
  if (read.damaged > read.days.size || read.days.size === 0)
    return unreadable("most of its entries cannot be read");
  return { kind: "catalogue", date, ...read };
}

/** Of a CVE that is there twice the earlier day. */
function readEntries(entries: readonly unknown[]) {
  const days = new Map<string, string>();
  let damaged = 0;
  for (const entry of entries) {
    const { cveID, dateAdded } = isObject(entry) ? entry : {};
    const isEntry =
      typeof cveID === "string" &&
      /^CVE-\d{4}-\d{4,19}$/i.test(cveID) &&
      typeof dateAdded === "string" &&
      /^\d{4}-\d{2}-\d{2}$/.test(dateAdded);
    if (!isEntry) {
      damaged += 1;
      continue;
    }
    const id = cveID.toUpperCase();
    const before = days.get(id);
    if (before === undefined || dateAdded < before) days.set(id, dateAdded);
  }
  return { days, damaged };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function unreadable(reason: string): KevResult {
  return { kind: "unreadable", reason };
}
