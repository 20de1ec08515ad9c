import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { admit, NO_FLEET, readFleet, refuse, updateFleet, writeFleet } from "../fleet-index.ts";
import type { Admitted, FleetIndex, FleetMember } from "../fleet-index.ts";
import { makeFolder, realPath, userDataDirectory, writeAtomically } from "../host/node/index.ts";
import { PywardError, type Report, type ReportGap } from "../model/index.ts";
import type { Io } from "./io.ts";
import { inventoryAt } from "./read-inventory.ts";
import { VERSION } from "./version.ts";

/** A folder of stored inventories, each looked into only when it changed. */
export interface StoredFleet {
  readonly index: FleetIndex;
  /** How many were read in this run. */
  readonly read: number;
}

/** More files than any fleet has: a folder that was named by mistake is told from one. */
const MAX_FILES = 200_000;
/** A file that was written so shortly before it was read may change again in the same tick of the file system's clock. */
const SETTLED = 2_000;

/**
 * Every inventory below a folder: saved JSON reports, SBOMs, locks; names that begin with a dot are left out. What they hold is kept in the user's
 * own folder, so that the next run reads only what is new or changed. `isKept`: the gaps that are kept with each.
 */
export async function openFleet(
  folder: string,
  io: Io,
  isKept: (gap: ReportGap) => boolean,
): Promise<StoredFleet> {
  const root = resolve(io.cwd, folder);
  const files = filesBelow(root, folder, io);
  const place = placeOf(root, io);
  const before = (place === null ? null : kept(place)) ?? NO_FLEET;
  const known = new Map(before.members.map((member) => [member.path, member]));
  const isFresh = (member: FleetMember): boolean =>
    member.stamp !== null && files.get(member.path) === member.stamp;
  const admitted: Admitted[] = [];
  // One after the other: a fleet has thousands.
  for (const [path, stamp] of files) {
    const member = known.get(path);
    if (member !== undefined && isFresh(member)) continue;
    const about = { path, stamp };
    try {
      const report = inFleet(await inventoryAt(join(folder, path), io), join(folder, path), path);
      admitted.push(admit(report, { ...about, gaps: report.gaps.filter(isKept) }));
    } catch (error) {
      if (!(error instanceof PywardError)) throw error;
      admitted.push(refuse(about, error.message.replace(`${join(folder, path)}: `, "")));
    }
  }
  if (admitted.length === 0 && before.members.every(isFresh)) return { index: before, read: 0 };
  const index = updateFleet(before, isFresh, admitted);
  if (place !== null) keep(place, index, io);
  return { index, read: admitted.length };
}

/** Without the way from here to the fleet, which is another in the next run. */
function inFleet(report: Report, shown: string, path: string): Report {
  return {
    ...report,
    projects: report.projects.map((one) => (one.root === shown ? { ...one, root: "." } : one)),
    gaps: report.gaps.map((gap) =>
      gap.origin?.path === shown ? { ...gap, origin: { ...gap.origin, path } } : gap,
    ),
  };
}

/** Path below the root → its stamp, by path. */
function filesBelow(root: string, shown: string, io: Io): ReadonlyMap<string, string | null> {
  const now = io.now().getTime();
  const files: [string, string | null][] = [];
  const folders = [""];
  for (let at = 0; at < folders.length; at++) {
    const inside = folders[at] ?? "";
    for (const entry of entriesOf(join(root, inside), shown)) {
      if (entry.name.startsWith(".")) continue;
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) files.push([path, stampOf(join(root, path), now)]);
    }
    if (files.length > MAX_FILES)
      throw new PywardError("usage", `${shown} holds more than ${MAX_FILES} files`, {
        hint: "--fleet takes a folder of inventories and nothing else.",
      });
  }
  return new Map(files.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function entriesOf(folder: string, shown: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new PywardError("missing-path", `the fleet ${shown} cannot be read (${reason})`, { cause });
  }
}

function stampOf(file: string, now: number): string | null {
  const { size, mtimeMs, ctimeMs, ino } = lstatSync(file);
  return Math.abs(now - ctimeMs) < SETTLED ? null : `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

/** By the folder's real path: another fleet is another file. */
function placeOf(root: string, io: Io): string | null {
  const data = userDataDirectory(io.environment, io.platform);
  if (data === null) return null;
  const name = createHash("sha256")
    .update(realPath(root) ?? root)
    .digest("hex")
    .slice(0, 32);
  return join(data, "fleets", `${name}.index`);
}

function kept(place: string): FleetIndex | null {
  try {
    return readFleet(readFileSync(place, "utf8"), VERSION);
  } catch {
    return null; // Not kept yet.
  }
}

/** Without it, the next run reads everything again: told, and no reason to fail. */
function keep(place: string, index: FleetIndex, io: Io): void {
  try {
    makeFolder(dirname(place));
    writeAtomically(place, new TextEncoder().encode(writeFleet(index, VERSION)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    io.stderr.write(`note: what the fleet holds could not be kept for the next run: ${reason}\n`);
  }
}
