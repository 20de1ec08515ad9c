import { someOf } from "../model/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { PrivateOutcome } from "../pull-private.ts";
import type { FailedFeed } from "../pull-signals.ts";
import type { PulledAdvisories, SyncResult } from "../sync-request.ts";

/** More ids than this are counted, not listed. */
const LISTED = 8;

type Own = readonly PrivateOutcome[];

/** `result`: of the usual feeds; null: none of them was asked. */
export function jsonOf(path: string, result: SyncResult | null, own: Own): object {
  const { pulled, state, changes, unreadable } = result?.advisories ?? NO_ADVISORIES;
  const signals = (result?.signals ?? []).map((one) => ({ feed: one.state, pulled: one.kind, ...one.info }));
  const failed = [...(result?.failed ?? []), ...own.filter((one) => one.kind === "failed")].map(
    ({ feed, host, error, storedOf }) => ({ feed, host, reason: error.message, hint: error.hint, storedOf }),
  );
  const feeds = own.flatMap((one) =>
    one.kind === "failed"
      ? []
      : [
          {
            feed: one.stored.state,
            pulled: one.kind,
            records: one.stored.records,
            patches: one.stored.patches,
            changes: one.changes,
          },
        ],
  );
  return {
    path,
    size: result?.size ?? null,
    isWritten: result?.isWritten ?? false,
    ...{ pulled, feed: state, changes, unreadable },
    signals,
    private: feeds,
    failed,
    clockBehind: result?.clockBehind ?? null,
    info: result?.info ?? null,
  };
}

const NO_ADVISORIES = { pulled: null, state: null, changes: null, unreadable: [] };

/** `result`: of the usual feeds; null: none of them was asked. */
export function textOf(target: string, result: SyncResult | null, own: Own): string {
  return [...own.flatMap(ownLines), ...(result === null ? [] : usualLines(target, result)), ""].join("\n");
}

function ownLines(outcome: PrivateOutcome): readonly string[] {
  if (outcome.kind === "failed") return [];
  const { stored, changes } = outcome;
  const { added, modified, removed } = changes;
  const files = stored.patches === 1 ? "1 file" : `${stored.patches} files`;
  const what = `${stored.records} records${stored.patches === 0 ? "" : ` and ${files} of patches`}`;
  const { host } = new URL(stored.state.url);
  if (outcome.kind === "unchanged") return [`${stored.state.feed}: nothing is new at ${host}: ${what}`];
  return [
    `${stored.state.feed}: took ${what}, from ${host}`,
    ...list("new", added),
    ...list("modified", modified),
    ...list("removed", removed),
  ];
}

function usualLines(target: string, result: SyncResult): readonly string[] {
  const { info, size, clockBehind, advisories, signals } = result;
  return [
    ...(advisories === null ? [] : advisoryLines(advisories, info.advisories)),
    ...signals.map(({ kind, state, info: { date, entries } }) => {
      const { host } = new URL(state.url);
      const what = `${entries} CVEs, of ${date}`;
      return kind === "unchanged"
        ? `${state.feed}: nothing is new at ${host}: ${what}`
        : `${state.feed}: took ${what}, from ${host}`;
    }),
    ...(clockBehind === null
      ? []
      : [`  the clock is behind what is stored (${clockBehind}): that time stays until it has passed it`]),
    `${info.advisories} advisories about ${info.packages} packages, the newest of ${info.modified.slice(0, 10)}.`,
    `${neutralise(target)}: ${(size / 1e6).toFixed(1)} MB, ${info.id}`,
  ];
}

function advisoryLines(
  { state, pulled, changes, unreadable }: PulledAdvisories,
  all: number,
): readonly string[] {
  const { added, modified, withdrawn, narrowed, removed } = changes;
  const parts = [
    `${added.length} new`,
    `${modified.length} modified`,
    `${withdrawn.length + removed.length} withdrawn`,
  ].join(", ");
  const isFirst = added.length >= all;
  return [
    `${HOW[pulled]} ${new URL(state.url).host}: ${parts}.`,
    ...(isFirst ? [] : [...list("new", added), ...list("modified", modified)]),
    ...list("withdrawn", withdrawn),
    ...list("narrowed", narrowed),
    ...list("removed", removed),
    ...(unreadable.length === 0
      ? []
      : [`  ${unreadable.length} files of it cannot be read; what was stored of them stays`]),
  ];
}

const HOW = {
  unchanged: "Nothing is new at",
  whole: "Compared as a whole with",
  changes: "Took what changed from",
} as const;

function list(what: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  return [`  ${what}: ${someOf(ids.map(neutralise), LISTED)}`];
}

/** What could not be had, and of when what is used in its place is. */
export function failureText({ feed, error, storedOf }: FailedFeed): string {
  const instead =
    storedOf === null
      ? "Nothing of it is stored."
      : `What is stored of it, of ${storedOf.slice(0, 10)}, stays in use.`;
  const hint = (error.hint ?? "").replace(/^What is stored stays in use\.\s*/, "");
  const lines = [instead, ...hint.split("\n").filter(Boolean)].map((line) => `  ${neutralise(line)}`);
  return [`pyward: ${feed}: ${neutralise(error.message)}`, ...lines, ""].join("\n");
}
