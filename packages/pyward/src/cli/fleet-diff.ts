import { join } from "node:path";
import { changedPackages, releaseJudge, type ChangedData } from "../compare-releases.ts";
import { releasesOf } from "../fleet-index.ts";
import type { ReportGap } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import type { Io } from "./io.ts";
import { openFleet } from "./stored-fleet.ts";

/** What a run did with a fleet. */
export interface CountedFleet {
  readonly inventories: number;
  readonly releases: number;
  /** Inventories whose files were read in this run: new or changed ones. */
  readonly read: number;
  /** Inventories and releases of packages that a changed record names: only they were judged. */
  readonly touched: number;
  readonly judged: number;
}

/** Of stored inventories only those that hold a package of a changed record are touched. */
export async function diffFleet(folder: string, data: ChangedData, io: Io) {
  const { index, read } = await openFleet(folder, io, isUncompared);
  const touching = releasesOf(index, changedPackages(data));
  const judge = releaseJudge(data);
  const releases = touching.flatMap(({ member, root, name, version }) => {
    const { became, cleared } = judge(normalizeName(name), version);
    if (became.length + cleared.length === 0) return [];
    return [{ report: join(folder, member.path), project: root, package: name, version, became, cleared }];
  });
  const gaps = index.members.flatMap((member) =>
    member.gaps.map((gap) => ({ report: join(folder, member.path), ...gap })),
  );
  const counted: CountedFleet = {
    inventories: index.members.length,
    releases: index.members.reduce((sum, member) => sum + member.releases, 0),
    read,
    touched: new Set(touching.map(({ member }) => member)).size,
    judged: touching.length,
  };
  return { releases, gaps, counted };
}

export function fleetLine({ inventories, releases, read, touched, judged }: CountedFleet): string {
  return `${inventories} inventories of ${releases} releases, ${read} read anew: ${judged} releases in ${touched} of them are of changed packages`;
}

/** What no data can say anything of. Gaps of the data itself belong to the audit that a report is of. */
export function isUncompared({ expected, advisory, code, name, origin }: ReportGap): boolean {
  if (expected || advisory !== null) return false;
  return code === "nothing-to-audit" || name !== null || origin !== null;
}
