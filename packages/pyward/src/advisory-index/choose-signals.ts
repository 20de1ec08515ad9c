import type { CatalogueKind, DatabaseInfo, SignalInfo } from "../model/index.ts";
import type { AdvisoryIndex } from "./advisory-index.ts";
import type { EpssScores } from "./compile/epss-scores.ts";
import type { ExploitedDays } from "./compile/exploited.ts";
import { epssScores, exploitedDays } from "./exploited-days.ts";
import { decodeCatalogue, storedSignals } from "./records/catalogues.ts";
import type { RecordStore, StoredRecord } from "./records/record-store.ts";

/** What OSV records do not say, as a build takes it. */
export interface ChosenSignals {
  readonly exploited: ExploitedDays;
  readonly epss: EpssScores;
  readonly signals: DatabaseInfo["signals"];
}

export interface SignalPlaces {
  /** What just came, as it will be stored. */
  readonly taken: ReadonlyMap<CatalogueKind, StoredRecord>;
  /** Catalogues that are stored. */
  readonly store: RecordStore;
  /** The stored database, which tells them of its own records; null: there is none. */
  readonly held: AdvisoryIndex | null;
  /** The embedded one. */
  readonly known: AdvisoryIndex | null;
}

/** What came; else the newest of what is stored and embedded, the stored catalogue before the rest: it tells them of all CVEs. */
export function chooseSignals(places: SignalPlaces): ChosenSignals {
  const kev = choose(places, "kev", ({ taken: one, index }) =>
    one === null ? (index === null ? null : exploitedDays(index)) : one.exploited,
  );
  const epss = choose(places, "epss", ({ taken: one, index }) =>
    one === null ? (index === null ? null : epssScores(index)) : one.epss,
  );
  return {
    exploited: kev.value ?? new Map<string, string>(),
    epss: epss.value ?? new Map<string, never>(),
    signals: { kev: kev.info, epss: epss.info },
  };
}

interface Candidate {
  readonly info: SignalInfo | null;
  readonly taken: ReturnType<typeof storedSignals>;
  readonly index: AdvisoryIndex | null;
}

function choose<T>(
  { taken, store, held, known }: SignalPlaces,
  kind: CatalogueKind,
  valueOf: (candidate: Candidate) => T,
): { readonly info: SignalInfo | null; readonly value: T } {
  const came = taken.get(kind);
  const catalogue = came === undefined ? storedSignals(store, kind) : decodeCatalogue(kind, came.value);
  const whole = { info: catalogue?.info ?? null, taken: catalogue, index: null };
  const indexes = [held, known].map((index) => ({
    info: index?.info.signals[kind] ?? null,
    taken: null,
    index,
  }));
  const newest = [whole, ...indexes].reduce((best, one) =>
    one.info !== null && (best.info === null || one.info.date > best.info.date) ? one : best,
  );
  // Of an earlier pyward no database says of which day its signals are.
  const chosen: Candidate =
    came === undefined ? (newest.info === null ? (indexes[1] ?? whole) : newest) : whole;
  return { info: chosen.info, value: valueOf(chosen) };
}
