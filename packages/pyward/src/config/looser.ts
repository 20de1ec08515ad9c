import type { SeverityLevel } from "../model/index.ts";
import type { SettingValue } from "./config-file.ts";
import { LEVELS, type KeyName } from "./keys.ts";

/**
 * Whether a value lets through what an inherited one would not. Pure, a rule a key: who extends a file may be stricter than
 * it, and never looser. Keys that decide how a result is shown are never looser.
 */
export function isLooser(key: KeyName, value: SettingValue, floor: SettingValue): boolean {
  return RULES[key](value, floor);
}

/** The bar is higher: fewer findings reach it. */
export function isHigherBar(level: SeverityLevel, floor: SeverityLevel): boolean {
  return rank(LEVELS, level) < rank(LEVELS, floor);
}

type Rule = (value: SettingValue, floor: SettingValue) => boolean;

const never: Rule = () => false;
/** A flag that demands more. */
const demanding: Rule = (value, floor) => flagOf(floor) && !flagOf(value);
/** A flag that lets something through or out. */
const lenient: Rule = (value, floor) => !flagOf(floor) && flagOf(value);
/** A list of what is let through or out. */
const leavingOut: Rule = (value, floor) => {
  const known = textsOf(floor);
  return !known.includes("all") && textsOf(value).some((text) => !known.includes(text));
};
/** A list of what is looked at: without an entry, everything is. */
const lookingAt: Rule = (value, floor) => {
  const [wanted, asked] = [textsOf(floor), textsOf(value)];
  if (asked.length === 0) return false;
  return wanted.length === 0 || wanted.some((text) => !asked.includes(text));
};
/** A list of what is looked at besides the usual. */
const takingIn: Rule = (value, floor) => textsOf(floor).some((text) => !textsOf(value).includes(text));

const RULES: Readonly<Record<KeyName, Rule>> = {
  "fail-on": (value, floor) => rank(LEVELS, textOf(value)) < rank(LEVELS, textOf(floor)),
  "fail-on-exploited": demanding,
  "fail-on-admitted": demanding,
  "fail-on-epss": (value, floor) => shareOf(value) > shareOf(floor),
  "fail-on-kind": takingIn,
  "fail-on-unverified": demanding,
  "only-fixable": lenient,
  "unknown-severity": (value, floor) => rank(LENIENCE, textOf(value)) > rank(LENIENCE, textOf(floor)),
  "on-disagreement": (value, floor) => rank(DISAGREEMENT, textOf(value)) > rank(DISAGREEMENT, textOf(floor)),
  strict: demanding,
  "allow-gaps": leavingOut,
  ignore: never, // `never-waive` says which ids a floor forbids
  vex: never, // and so of what it waives
  "never-waive": never, // those of all files hold together
  "require-reason": demanding,
  "max-db-age": (value, floor) => numberOf(value) > numberOf(floor),
  python: lookingAt,
  platform: lookingAt,
  extra: lookingAt,
  group: lookingAt,
  "no-dev": lenient,
  "no-recurse": lenient,
  exclude: leavingOut,
  include: takingIn,
  environments: demanding,
  offline: never,
  "no-plan": never, // a fix that does not fit is looser for nobody
  "no-resolve": never, // what is not resolved is a gap, which is stricter
  format: never,
  quiet: never,
  verbose: never,
  color: never,
  "no-progress": never,
  output: never,
  database: never,
  advisories: takingIn,
  feeds: never,
  "distro-data": never,
  internal: never, // those of all files hold together
  resolution: never, // a trusted file's alone, as is exclude-newer
  "exclude-newer": never,
  service: never,
  "exit-zero": lenient,
};

const DISAGREEMENT = ["fail", "warn", "ignore"];
const LENIENCE = ["fail", "warn", "pass"];

function rank(order: readonly string[], text: string): number {
  return order.indexOf(text);
}

function flagOf(value: SettingValue): boolean {
  return value.kind === "flag" && value.value;
}

function textOf(value: SettingValue): string {
  return value.kind === "text" ? value.value : "";
}

function numberOf(value: SettingValue): number {
  return value.kind === "whole" ? value.value : 0;
}

/** No share is above every probability: nothing reaches it. */
function shareOf(value: SettingValue): number {
  return value.kind === "share" ? value.value : Number.POSITIVE_INFINITY;
}

function textsOf(value: SettingValue): readonly string[] {
  return value.kind === "list" ? value.items.map(({ text }) => text) : [];
}
