import type { Advisory, PackageAdvisories } from "../model/index.ts";
import type { AdvisoryIndex } from "./advisory-index.ts";

/** Live records in groups that speak of one flaw. */
type GroupRecords = (advisories: readonly Advisory[]) => readonly (readonly Advisory[])[];

/**
 * The same database as of a moment (RFC 3339, UTC, seconds), by what was public then, as today's data tells it (docs/time.md):
 * a record that was withdrawn later is live; a flaw counts if its disclosure, the earliest over its group, is not later.
 * A record published later about a flaw disclosed before counts: the flaw was public, whoever wrote it down first. Pure.
 */
export function indexAt(index: AdvisoryIndex, moment: string, groupRecords: GroupRecords): AdvisoryIndex {
  const { modified } = index.info;
  const then = signalsAt(index, moment);
  return {
    ...then,
    // Data that is newer than the moment is as good then as can be; older data is as old as it was.
    info: { ...then.info, modified: modified < moment ? modified : moment },
    lookup: (name) => {
      const known = then.lookup(name);
      return known === null ? null : packageAt(known, moment, groupRecords);
    },
  };
}

/** The same database without what was listed as exploited later than the moment, and without scores of a later day. */
export function signalsAt(index: AdvisoryIndex, moment: string): AdvisoryIndex {
  const { signals } = index.info;
  const isScored = signals.epss !== null && signals.epss.date <= moment;
  return {
    ...index,
    info: { ...index.info, signals: { ...signals, epss: isScored ? signals.epss : null } },
    lookup: (name) => {
      const known = index.lookup(name);
      if (known === null) return null;
      const advisories = known.advisories.map((one) => ({
        ...one,
        exploitedSince: untilThen(one.exploitedSince, moment),
        epss: isScored ? one.epss : null,
      }));
      return { ...known, advisories };
    },
  };
}

function packageAt(known: PackageAdvisories, moment: string, groupRecords: GroupRecords): PackageAdvisories {
  const restored = known.advisories.map((advisory) => recordAt(advisory, moment));
  const hidden = new Set(
    groupRecords(restored)
      .filter((group) => !wasDisclosed(group, moment))
      .flatMap((group) => group.map(({ id }) => id)),
  );
  return { ...known, advisories: restored.filter(({ id }) => !hidden.has(id)) };
}

function recordAt(advisory: Advisory, moment: string): Advisory {
  const withdrawn = untilThen(advisory.withdrawn, moment);
  return withdrawn === advisory.withdrawn ? advisory : { ...advisory, withdrawn };
}

function untilThen(time: string | null, moment: string): string | null {
  return time !== null && time > moment ? null : time;
}

/** A group without any date is not new: it counts, for leaving it out would hide it at every moment. */
function wasDisclosed(group: readonly Advisory[], moment: string): boolean {
  const days = group.flatMap(({ disclosed }) => disclosed ?? []);
  return days.length === 0 || days.some((day) => day <= moment);
}
