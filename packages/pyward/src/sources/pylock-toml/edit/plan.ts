import type { Release, VersionChange } from "../../../model/index.ts";
import { parseSpecifiers, parseWheelFilename, satisfies } from "../../../python/index.ts";
import { isSettledForPdm, pdmNeeds } from "../../shared/lock-edit/pdm-needs.ts";
import { pythonText } from "../../shared/lock-edit/python-range.ts";
import { lockedFiles } from "./files.ts";
import { LAYOUTS, type LockedEntry } from "./layouts.ts";
import type { Block, LockText } from "./lock-text.ts";
import { conditionsOf, differingNames } from "./needs.ts";

/** What becomes of the packages of a lock. */
export interface Planned {
  /** By name. */
  readonly written: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

/**
 * What its creator would make of a lock with these changes; where that is not certain, why: the end of a sentence about the lock. Most of these locks do not
 * say who needs whom, so that conditions stay certain only where what goes and what comes need the same.
 */
export function planLock(lock: LockText, changes: readonly VersionChange[]): Planned | string {
  const written = new Map<string, string>();
  const names = new Set([...lock.blocks, ...changes].map(({ name }) => name));
  for (const change of changes) {
    const text = planOne(lock, change, { names, changes });
    if (text.kind === "left") return text.reason;
    if (text.kind === "text") written.set(change.name, text.text);
  }
  return { written, removed: new Set(changes.flatMap(({ name, to }) => (to === null ? [name] : []))) };
}

type One =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "removed" }
  | { readonly kind: "left"; readonly reason: string };

interface Around {
  /** All that the lock has before or afterwards. */
  readonly names: ReadonlySet<string>;
  readonly changes: readonly VersionChange[];
}

function planOne(lock: LockText, change: VersionChange, around: Around): One {
  const { name, from, to, release } = change;
  const left = (reason: string): One => ({ kind: "left", reason });
  const [block = null, ...more] = lock.blocks.filter((one) => one.name === name);
  if (block === null && (from !== null || to === null)) return left(`it has no ${name}`);
  if (more.length > 0) return left(`it has ${name} in several versions`);
  if (block?.entry === null)
    return left(`${name} is not laid out as ${lock.creator} writes packages of an index`);
  if ((to === null || block === null) && lock.isForOne !== true)
    return left("other packages than now would be in it, for which it has conditions");
  if (to === null) return { kind: "removed" };
  if (release === null) return left(`${name} ${to} was not looked up in an index`);
  const reason = uncertainty(lock, { change, release, block }, around);
  if (reason !== null) return left(reason);
  const files = lockedFiles(release, block?.entry ?? null, lock);
  if (typeof files === "string") return left(`${name} ${to} ${files}`);
  const needs = lock.creator === "pdm" ? pdmNeeds(name, release, []) : null;
  if (typeof needs === "string") return left(needs);
  const { requiresPython } = release;
  const entry: LockedEntry = {
    ...(block?.entry ?? NEW),
    ...{ name: block?.entry?.name ?? name, version: to, ...files, needs },
    requiresPython: lock.creator === "pdm" && requiresPython !== "" ? requiresPython : null,
  };
  return { kind: "text", text: LAYOUTS[lock.creator](entry) };
}

/** Of a lock for one environment. */
const NEW = { marker: null, index: null };

interface Considered {
  readonly change: VersionChange;
  readonly release: Release;
  readonly block: Block | null;
}

/** Why the conditions of the lock, or for which Pythons it is, may not stay as they are; null: they do. */
function uncertainty(lock: LockText, { change, release, block }: Considered, around: Around): string | null {
  const { name, to, replaced } = change;
  if (!admits(lock, release, replaced?.requiresPython))
    return `it is not certain that ${name} ${to} is for all versions of Python that the lock is for`;
  if (lock.creator === "pdm") return uncertaintyOfPdm(change, release, block);
  if (lock.isForOne === true) {
    const added = around.changes.filter(({ from }) => from === null);
    const open = conditionsOf(release.requires).find((need) => added.some((one) => one.name === need));
    return open === undefined ? null : `it is not certain where ${open} would be needed`;
  }
  if (replaced === undefined || replaced === null) return `it does not say what ${name} needs`;
  const other = differingNames(replaced.requires, release.requires).find((need) => around.names.has(need));
  return other === undefined ? null : `it is not certain where ${other} would be needed`;
}

function uncertaintyOfPdm({ name, to }: VersionChange, release: Release, block: Block | null): string | null {
  if (!isSettledForPdm(release.requiresPython))
    return `${name} ${to} may be said to be for the same Pythons in two ways`;
  const needs = pdmNeeds(name, release, []);
  if (typeof needs === "string") return needs;
  const [other] = differingNames(block?.entry?.needs ?? [], needs);
  return other === undefined ? null : `it is not certain where ${other} would be needed`;
}

/** pip does not say for which Python it chose: the tags of a wheel do, or that nothing has changed. */
function admits(lock: LockText, { requiresPython }: Release, before: string | null | undefined): boolean {
  const parsed = parseSpecifiers(requiresPython ?? "");
  if (!parsed.ok) return false;
  if (lock.creator !== "pip")
    return lock.pythons !== null && satisfies(pythonText(lock.pythons[0]), parsed.value);
  if (requiresPython === null || (before !== undefined && before === requiresPython)) return true;
  const minors = new Set(
    lock.blocks.flatMap(({ entry }) => (entry?.wheels ?? []).flatMap(({ url }) => minorOf(url))),
  );
  const [minor, ...others] = minors;
  return minor !== undefined && others.length === 0 && satisfies(minor, parsed.value);
}

/** `3.12` of a wheel of CPython 3.12 alone. */
function minorOf(url: string): readonly string[] {
  const parsed = parseWheelFilename(url.slice(url.lastIndexOf("/") + 1));
  const abi = parsed.ok ? /^cp3(\d+)$/.exec(parsed.value.abiTags[0] ?? "") : null;
  return abi === null ? [] : [`3.${abi[1]}`];
}
