import { statSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { AdvisoryIndex } from "../advisory-index/advisory-index.ts";
import { epssScores, exploitedDays } from "../advisory-index/exploited-days.ts";
import { readEpss, readKevFile } from "../signal-files.ts";
import type { ImportSignals } from "../import-advisories.ts";
import { PywardError } from "../model/index.ts";
import type { Io } from "./io.ts";

export interface SignalFiles {
  readonly kev?: string;
  readonly epss?: string;
}

/** What the files say; where one is not given, what the stored database has, else the embedded one. Throws PywardError `missing-path` and `bad-database`. */
export function readSignals(files: SignalFiles, before: readonly AdvisoryIndex[], io: Io): ImportSignals {
  return { ...kevOf(files.kev, before, io), ...epssOf(files.epss, before, io) };
}

function kevOf(file: string | undefined, before: readonly AdvisoryIndex[], io: Io) {
  if (file === undefined) {
    // A database of an earlier pyward has days and no word of the catalogue's: then the one that has most of them.
    const all = before.map((index) => ({ exploited: exploitedDays(index), kev: index.info.signals.kev }));
    return (
      all.find(({ kev }) => kev !== null) ??
      all.toSorted((a, b) => b.exploited.size - a.exploited.size)[0] ?? { exploited: new Map(), kev: null }
    );
  }
  const read = readKevFile(bytesOf(file, io));
  if (read.kind === "unreadable") throw wrong(file, "CISA's catalogue as JSON", read.reason);
  return { exploited: read.days, kev: { date: read.date, entries: read.days.size } };
}

function epssOf(file: string | undefined, before: readonly AdvisoryIndex[], io: Io) {
  if (file === undefined) {
    const index = before.find(({ info }) => info.signals.epss !== null);
    return {
      scores: index === undefined ? new Map() : epssScores(index),
      epss: index?.info.signals.epss ?? null,
    };
  }
  const read = readEpss(bytesOf(file, io), () => true);
  if (read.kind === "unreadable") throw wrong(file, "a day's EPSS scores", read.reason);
  return { scores: read.scores, epss: { date: read.date, entries: read.rows } };
}

/** Read as a whole: no file of either kind is larger than some 10 MB. */
const MOST_BYTES = 128_000_000;

function bytesOf(file: string, io: Io): Uint8Array {
  const path = resolve(io.cwd, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new PywardError("missing-path", `there is no file at ${file}`);
  if (!stat.isFile() || stat.size > MOST_BYTES)
    throw new PywardError("bad-database", `${file} cannot be read: it is no file, or too large`);
  return readFileSync(path);
}

function wrong(file: string, what: string, reason: string): PywardError {
  return new PywardError("bad-database", `${file} is not ${what}: ${reason}`, {
    hint: "Nothing was changed; what is stored stays in use.",
  });
}
