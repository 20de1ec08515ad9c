// pyward on the repository, and what its report says.
import { join } from "node:path";
import { expect } from "vitest";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { pyward, type Answer } from "../hostile/run-pyward.ts";

const NOW = { PYWARD_NOW: "2026-11-24T00:00:00Z" };
/** Four flaws. */
const BEFORE = join(import.meta.dirname, "advisories");
/** The same a few days later: an id was renamed, and one more flaw was disclosed. */
const LATER = join(import.meta.dirname, "later");

export const run = (cwd: string, ...args: readonly string[]): Answer =>
  pyward([...args, "--database", BEFORE, "-f", "json"], { cwd, environment: NOW });

export const runLater = (cwd: string, ...args: readonly string[]): Answer =>
  pyward([...args, "--database", LATER, "-f", "json"], { cwd, environment: NOW });

export function reportOf({ stdout, stderr }: Answer): Report {
  expect(stderr).toBe("");
  const report: Report = JSON.parse(stdout);
  return report;
}

/** What a report says of the change, a line each. */
export function differencesOf({ comparison, findings, gaps }: Report): readonly string[] {
  const shown = (versions: readonly (string | null)[]): string =>
    versions.map((version) => version ?? "none").join(" and ");
  const fresh = findings.flatMap(({ id, package: name, version }, at) => {
    const compared = comparison?.findings[at];
    if (compared?.state !== "new") return [];
    const before = compared.from.length === 0 ? "not there" : shown(compared.from);
    return [`new ${id} of ${name} ${version}: ${compared.cause}, it was ${before}`];
  });
  const gone = (comparison?.gone ?? []).map(({ id, package: name, version, cause, to }) => {
    const what = cause === "changed" ? `changed to ${shown(to)}` : cause;
    return `gone ${id} of ${name} ${version}: ${what}`;
  });
  const unaudited = gaps
    .filter(({ fingerprint }) => comparison?.gaps.new.includes(fingerprint))
    .map(({ code, name }) => `gap ${code} ${name}`);
  const changed = (comparison?.dependencies ?? []).map(({ name, kind, from, to, path }) => {
    const versions = [shown(from), shown(to)].filter((text) => text !== "").join(" → ");
    return `${name} ${kind} ${versions}${path.length > 1 ? ` by ${path.join(" > ")}` : ""}`;
  });
  return [...fresh, ...gone, ...unaudited, ...changed];
}
