import { neutralise } from "../reports/shared/neutralise.ts";
import type { FailedFeed } from "../pull-signals.ts";
import type { PulledAdvisories, SyncResult } from "../sync-request.ts";

/** More ids than this are counted, not listed. */
const LISTED = 8;

export function jsonOf(path: string, result: SyncResult): object {
  const { info, size, isWritten, clockBehind } = result;
  const { pulled, state, changes, unreadable } = result.advisories ?? NO_ADVISORIES;
  const signals = result.signals.map((one) => ({ feed: one.state, pulled: one.kind, ...one.info }));
  const failed = result.failed.map(({ feed, host, error, storedOf }) => ({
    feed,
    host,
    reason: error.message,
    hint: error.hint,
    storedOf,
  }));
  const advisories = { pulled, feed: state, changes, unreadable };
  return { path, size, isWritten, ...advisories, signals, failed, clockBehind, info };
}

const NO_ADVISORIES = { pulled: null, state: null, changes: null, unreadable: [] };

export function textOf(target: string, result: SyncResult): string {
  const { info, size, clockBehind, advisories, signals } = result;
  return [
    ...(advisories === null ? [] : advisoryLines(advisories, info.advisories)),
    ...signals.map(({ kind, state, info: { date, entries } }) => {
      const host = new URL(state.url).host;
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
    "",
  ].join("\n");
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
  const more = ids.length > LISTED ? ` and ${ids.length - LISTED} more` : "";
  return [`  ${what}: ${ids.slice(0, LISTED).map(neutralise).join(", ")}${more}`];
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
