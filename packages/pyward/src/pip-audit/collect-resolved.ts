import { compareText, type Dependency, type Inventory } from "../model/index.ts";
import type { MarkerTarget } from "../python/index.ts";
import { collectGaps, fromDeclared } from "./collect-inventory.ts";
import { mayApply } from "./collect-requirements.ts";
import type { Collected } from "./model.ts";
import { normalised } from "./vulnerability.ts";

/** What pip would install for files that are resolved together, by name, each release once; then what could not be resolved. */
export function collectResolved(
  inventories: readonly Inventory[],
  targets: readonly MarkerTarget[],
  untold: readonly string[],
): readonly Collected[] {
  const asked = inventories
    .flatMap(({ dependencies }) => dependencies)
    .filter(({ marker }) => mayApply(marker, targets));
  const distinct = new Map(asked.map((one) => [identityOf(one), one]));
  const gaps = [...inventories.flatMap(collectGaps), ...untold.map(unknownNeeds)];
  const told = new Set(gaps.map((gap) => (gap.kind === "fatal" ? "" : gap.name)));
  const rows = [...distinct.values()].filter(({ name, version }) => version !== null || !told.has(name));
  return [...rows.toSorted((a, b) => compareText(a.name, b.name)).map(fromDeclared), ...gaps];
}

function unknownNeeds(name: string): Collected {
  return { kind: "unresolved", name, reason: "no index may be asked what it needs" };
}

function identityOf({ name, version, key }: Dependency): string {
  return version === null ? key : `${name} ${normalised(version)}`;
}
