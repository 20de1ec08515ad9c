import { placeText, type Bar, type SeverityLevel, type Waiver } from "../model/index.ts";
import type { SettingValue } from "./config-file.ts";
import { KEY_NAMES, LEVELS, type KeyName } from "./keys.ts";
import { isHigherBar, isLooser } from "./looser.ts";
import { valueText, type MergedConfig } from "./merge.ts";

/** What holds where a key is not set; of keys that can loosen something. */
const DEFAULTS: Readonly<Partial<Record<KeyName, SettingValue>>> = {
  "fail-on": { kind: "text", value: "none" },
  "unknown-severity": { kind: "text", value: "fail" },
  "on-disagreement": { kind: "text", value: "fail" },
  "fail-on-epss": { kind: "share", value: Number.POSITIVE_INFINITY },
  "max-db-age": { kind: "whole", value: 180 },
  ...Object.fromEntries(
    [
      "allow-gaps",
      "fail-on-kind",
      "python",
      "platform",
      "extra",
      "group",
      "exclude",
      "include",
      "advisories",
    ].map((key) => [key, { kind: "list", items: [] }]),
  ),
  ...Object.fromEntries(
    [
      "fail-on-exploited",
      "fail-on-admitted",
      "fail-on-unverified",
      "only-fixable",
      "strict",
      "no-dev",
      "no-recurse",
      "environments",
    ].map((key) => [key, { kind: "flag", value: false }]),
  ),
};

/**
 * What a change of configuration would let through that the one before does not, a sentence each: for the review of the
 * change, which is judged by the one before.
 */
export function loosenings(before: MergedConfig, after: MergedConfig): readonly string[] {
  return [
    ...KEY_NAMES.flatMap((key) => ofKey(key, before, after)),
    ...after.bars.flatMap((bar) => ofBar(bar, before)),
    ...newWaivers(before.waivers, after.waivers).map(
      ({ id, gap, place }) => `${placeText(place)} would waive ${id ?? gap}`,
    ),
    ...after.indexes
      .filter(({ url, kind }) => kind === "private" && !isPrivate(url, before))
      .map(({ url, place }) => `${placeText(place)} would call the index ${url} private`),
    ...before.neverWaive
      .filter(({ text }) => !after.neverWaive.some((other) => other.text === text))
      .map(({ text, place }) => `${placeText(place)} would no longer forbid waivers of ${text}`),
    ...before.advisories
      .filter(({ title, feed }) => !after.advisories.some((one) => one.title === title && one.feed === feed))
      .map(({ title, place }) => `${placeText(place)} would no longer take the advisories of ${title}`),
    ...before.internal
      .filter(({ text }) => !after.internal.some((other) => other.text === text))
      .map(({ text, place }) => `${placeText(place)} would no longer keep ${text} from feeds`),
  ];
}

function isPrivate(url: string, { indexes }: MergedConfig): boolean {
  return indexes.some((index) => index.url === url && index.kind === "private");
}

function ofKey(key: KeyName, before: MergedConfig, after: MergedConfig): readonly string[] {
  const [old, fresh] = [before.settings.get(key), after.settings.get(key)];
  const [was, is] = [old?.value ?? DEFAULTS[key], fresh?.value ?? DEFAULTS[key]];
  if (was === undefined || is === undefined || !isLooser(key, is, was)) return [];
  const place = fresh?.place ?? old?.place;
  const where = place === undefined ? "" : `${placeText(place)} `;
  return [`${where}would loosen ${key} from ${valueText(was)} to ${valueText(is)}`];
}

function ofBar(bar: Bar, { bars, settings }: MergedConfig): readonly string[] {
  const own = bars.find(({ kind, name }) => kind === bar.kind && name === bar.name);
  const general = settings.get("fail-on")?.value;
  const was = own?.failOn ?? levelOf(general);
  if (!isHigherBar(bar.failOn, was)) return [];
  return [`${placeText(bar.place)} would raise the bar of ${bar.name} from ${was} to ${bar.failOn}`];
}

function levelOf(value: SettingValue | undefined): SeverityLevel {
  return LEVELS.find((level) => value?.kind === "text" && value.value === level) ?? "none";
}

/** Those that cover what none covered before; one with a new reason or owner is the same. */
function newWaivers(before: readonly Waiver[], after: readonly Waiver[]): readonly Waiver[] {
  const known = new Set(before.map(reachOf));
  return after.filter((waiver) => !known.has(reachOf(waiver)));
}

function reachOf(waiver: Waiver): string {
  const { id, gap, kind, package: name, version, path, scopes, targets, expires, untilFixed } = waiver;
  return JSON.stringify([
    id?.toUpperCase(),
    gap,
    kind,
    name,
    version,
    path,
    scopes,
    targets,
    expires,
    untilFixed,
  ]);
}
