import { formatVersion, normalizeName } from "../../python/index.ts";
import type { PackageName, Version } from "../../python/index.ts";
import {
  environmentOf,
  metadataOf,
  requirementsOf,
  split,
  versionOf,
  type ScenarioIndex,
} from "../../resolve/scenarios/scenario.ts";
import { smallestPlan } from "./plan.ts";
import type { CurrentPin, FixPlan, PlanRequest } from "./plan-request.ts";

/** A question to the planner, as short as a test wants it. */
export interface ExamplePlan extends Partial<
  Pick<PlanRequest, "level" | "mayDowngrade" | "excludeNewer" | "maxSolves">
> {
  readonly index: ScenarioIndex;
  /** Requirements with ` & ` between, here and below. */
  readonly asks: string;
  /** `name==1.0 & other==2.0`. */
  readonly pins: string;
  /** `name 1.0` → ids. */
  readonly flaws: Readonly<Record<string, string>>;
  /** Names; default: all that have flaws today. */
  readonly clear?: string;
  readonly constraints?: string;
  readonly overridden?: string;
  readonly pythons?: readonly string[];
  /** Not held by any file. */
  readonly floating?: string;
}

export function examplePlan(example: ExamplePlan): Promise<FixPlan> {
  return smallestPlan(exampleRequest(example), metadataOf(example));
}

export function exampleRequest(example: ExamplePlan): PlanRequest {
  const roots = requirementsOf(example.asks);
  const floating = split(example.floating).map(normalizeName);
  const findingsAt = (name: PackageName, version: Version): readonly string[] =>
    split(example.flaws[`${name} ${formatVersion(version)}`]);
  const pins = new Map(
    split(example.pins).map((text): [PackageName, CurrentPin] => {
      const [name = "", version = ""] = text.split("==");
      const isDirect = roots.some((root) => root.name === normalizeName(name));
      const isHeld = !floating.includes(normalizeName(name));
      return [normalizeName(name), { version: versionOf(version), isDirect, isHeld, isFixed: false }];
    }),
  );
  const wanted = example.clear === undefined ? [...pins.keys()] : split(example.clear).map(normalizeName);
  const chosen = wanted.flatMap((name): [PackageName, readonly string[]][] => {
    const pin = pins.get(name);
    const ids = pin === undefined ? [] : findingsAt(name, pin.version);
    return ids.length === 0 ? [] : [[name, ids]];
  });
  return {
    ...{ roots, pins, findingsAt, chosen: new Map(chosen) },
    environments: (example.pythons ?? ["3.12"]).map((python) => environmentOf(python, "linux")),
    level: example.level ?? "major",
    mayDowngrade: example.mayDowngrade ?? false,
    constraints: requirementsOf(example.constraints),
    excludeNewer: example.excludeNewer ?? null,
    overridden: new Set(split(example.overridden).map(normalizeName)),
    maxSolves: example.maxSolves ?? 2000,
  };
}

/** `jinja2 2.0→2.1 clears A-1; flask 1.0→1.1` and what is left: short enough to compare. */
export function shown(plan: FixPlan): readonly string[] {
  if (plan.kind === "failed") return [`failed: ${plan.reason}`];
  const text = (version: Version | null): string => (version === null ? "-" : formatVersion(version));
  return [
    ...plan.changes.map(({ name, from, to, clears, outside }) =>
      [
        `${name} ${text(from)}→${text(to)}`,
        ...(clears.length === 0 ? [] : [`clears ${clears.join(" ")}`]),
        ...(outside === null ? [] : [`outside ${outside}`]),
      ].join(" "),
    ),
    ...plan.left.map(({ name, ids }) => `${name} keeps ${ids.join(" ")}`),
    ...(plan.isSmallest ? [] : ["perhaps not the smallest"]),
  ];
}
