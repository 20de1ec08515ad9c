import { gunzipSync } from "node:zlib";

/** How likely a CVE is to be exploited within 30 days, by FIRST's model, and the share of all CVEs that are no likelier. Both 0 to 1. */
export interface EpssRow {
  readonly probability: number;
  readonly percentile: number;
}

/** A day's scores, or why the file gives none. */
export type EpssResult =
  | {
      readonly kind: "scores";
      /** `YYYY-MM-DD` of `score_date`: what the scores are true of. */
      readonly date: string;
      /** `model_version`; null where the file does not say. */
      readonly model: string | null;
      /** Rows that could be read, wanted or not. */
      readonly rows: number;
      /** Rows that could not; each costs only itself. */
      readonly damaged: number;
      /** CVE id in upper case → its score, of the wanted ones. Of a CVE that is there twice the higher one. */
      readonly scores: ReadonlyMap<string, EpssRow>;
    }
  | { readonly kind: "unreadable"; readonly reason: string };

/** The file of a day has some 10 MB in 300,000 rows. */
const MOST_BYTES = 128_000_000;

/**
 * Reads FIRST's daily CSV, plain or as gzip: `#model_version:…,score_date:…`, the names of the columns, then a row a CVE. `wants`: the CVEs to
 * keep, asked in upper case. A file without a date or columns, or most of whose rows cannot be read, is the wrong one or a page of an error. Never throws.
 */
export function readEpss(bytes: Uint8Array, wants: (cve: string) => boolean): EpssResult {
  const text = textOf(bytes);
  if (text === null) return unreadable("it is damaged, or larger than any day's scores");
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  const said = lines.slice(0, Math.max(first, 0)).join(",").slice(0, 1000);
  const columns = (lines[first] ?? "").slice(0, 1000).split(",").map(bare);
  const at = ["cve", "epss", "percentile"].map((name) => columns.indexOf(name));
  if (at.includes(-1)) return unreadable("it has no columns cve, epss and percentile");
  const date = /score_date:(\d{4}-\d{2}-\d{2})/.exec(said)?.[1];
  if (date === undefined) return unreadable("it does not say of which day it is");
  const read = readRows(lines.slice(first + 1), at, wants);
  if (read.damaged > read.rows) return unreadable("most of its rows cannot be read");
  return { kind: "scores", date, model: /model_version:([\w.-]{1,60})/.exec(said)?.[1] ?? null, ...read };
}

function readRows(lines: readonly string[], at: readonly number[], wants: (cve: string) => boolean) {
  const scores = new Map<string, EpssRow>();
  let [rows, damaged] = [0, 0];
  for (const line of lines) {
    if (line === "" || line.startsWith("#")) continue;
    const cells = line.length > 1000 ? [] : line.split(",").map(bare);
    const [cve = "", epss = "", percentile = ""] = at.map((column) => cells[column] ?? "");
    const [probability, share] = [shareOf(epss), shareOf(percentile)];
    if (!/^cve-\d{4}-\d{4,19}$/.test(cve) || probability === null || share === null) {
      damaged += 1;
      continue;
    }
    rows += 1;
    const id = cve.toUpperCase();
    if (wants(id) && probability >= (scores.get(id)?.probability ?? 0))
      scores.set(id, { probability, percentile: share });
  }
  return { rows, damaged, scores };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b; // RFC 1952
    const plain = isPacked ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
    return plain.length > MOST_BYTES ? null : new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}

function bare(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .toLowerCase();
}

function shareOf(text: string): number | null {
  if (!/^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/.test(text)) return null;
  const share = Number(text);
  return share <= 1 ? share : null;
}

function unreadable(reason: string): EpssResult {
  return { kind: "unreadable", reason };
}
