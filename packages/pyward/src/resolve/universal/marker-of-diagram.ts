import { ALWAYS, NEVER, PYTHON, type Diagram, type Key, type MarkerSpace } from "./diagram.ts";
import { writePythonString } from "../../python/python-string.ts";
import { releaseOf } from "./diagram-of-marker.ts";

/** One condition, and where it holds. */
interface Condition {
  readonly text: string;
  readonly where: Diagram;
}

interface Bounds {
  /** Where it must hold, and where it must not. */
  readonly wanted: Diagram;
  readonly unwanted: Diagram;
}

/** More alternatives than this are no marker that anybody could read; what is left over then counts as in. */
const MAX_ALTERNATIVES = 200;

/**
 * The marker that says where something holds, as far as `universe` matters; null: everywhere in it. Short rather than
 * unique: conditions and alternatives that change nothing are left out.
 */
export function markerOf(space: MarkerSpace, where: Diagram, universe: Diagram): string | null {
  const wanted = space.and(where, universe);
  const bounds = { wanted, unwanted: space.and(universe, space.not(where)) };
  if (bounds.unwanted === NEVER) return null;
  const alternatives: (readonly Condition[])[] = [];
  let missing = wanted;
  while (missing !== NEVER && alternatives.length < MAX_ALTERNATIVES) {
    const conditions = shortest(space, missing, bounds);
    alternatives.push(conditions);
    missing = space.and(missing, space.not(allOf(space, conditions)));
  }
  const needed = withoutRest(space, alternatives, bounds);
  return needed
    .map((conditions) => {
      const text = conditions.map((one) => one.text).join(" and ");
      return needed.length > 1 && conditions.length > 1 ? `(${text})` : text;
    })
    .join(" or ");
}

function allOf(space: MarkerSpace, conditions: readonly Condition[]): Diagram {
  return conditions.reduce((sum, { where }) => space.and(sum, where), ALWAYS);
}

/** Alternatives that the others cover. */
function withoutRest(
  space: MarkerSpace,
  alternatives: readonly (readonly Condition[])[],
  { wanted }: Bounds,
): readonly (readonly Condition[])[] {
  let kept = alternatives;
  for (const one of alternatives) {
    const others = kept.filter((other) => other !== one);
    const covered = others.reduce((sum, other) => space.or(sum, allOf(space, other)), NEVER);
    if (others.length > 0 && space.implies(wanted, covered)) kept = others;
  }
  return kept;
}

/** The conditions of one alternative: what a value is, or where that says as much in no more words, what it is not. */
function shortest(space: MarkerSpace, missing: Diagram, bounds: Bounds): readonly Condition[] {
  const named = shortened(space, pathIn(space, missing, null), bounds);
  const others = pathIn(space, missing, keysOf(bounds.unwanted));
  if (space.and(allOf(space, others), bounds.unwanted) !== NEVER) return named;
  const shortOthers = shortened(space, others, bounds);
  return shortOthers.length <= named.length ? shortOthers : named;
}

/** Without the conditions that are not needed to keep out of where it must not hold. */
function shortened(
  space: MarkerSpace,
  conditions: readonly Condition[],
  { unwanted }: Bounds,
): readonly Condition[] {
  let kept = conditions;
  for (const one of conditions) {
    const others = kept.filter((other) => other !== one);
    if (space.and(allOf(space, others), unwanted) === NEVER) kept = others;
  }
  return kept;
}

type KeysOf = ReadonlyMap<string, readonly Key[]>;

/** The values that a diagram tells apart, by variable. */
function keysOf(diagram: Diagram): KeysOf {
  const keys = new Map<string, Key[]>();
  const seen = new Set<Diagram>([diagram]);
  for (const one of seen) {
    if (one.kind === "leaf") continue;
    keys.set(one.variable, [...new Set([...(keys.get(one.variable) ?? []), ...one.keys])]);
    for (const child of one.children) seen.add(child);
  }
  return keys;
}

/** The conditions of one way through the diagram that ends where it holds: what values are, or which of `others` they are not. */
function pathIn(space: MarkerSpace, of: Diagram, others: KeysOf | null): readonly Condition[] {
  const conditions: Condition[] = [];
  let at = of;
  while (at.kind === "split") {
    const { variable, keys, children } = at;
    // A value that is named says more than all others.
    const chosen = variable === PYTHON ? first(children, 0) : first(children, 1);
    if (variable === PYTHON) conditions.push(...pythonConditions(space, keys, chosen));
    else if (variable.includes(" ")) conditions.push(...opaqueCondition(space, variable, chosen > 0));
    else
      conditions.push(
        ...textConditions(
          space,
          { variable, keys: others?.get(variable) ?? keys, isNamed: others === null },
          keys[chosen - 1],
        ),
      );
    at = children[chosen] ?? NEVER;
  }
  return conditions;
}

/** From `from` on and then from the start, the first child that holds somewhere. */
function first(children: readonly Diagram[], from: number): number {
  const found = children.findIndex((child, at) => at >= from && child !== NEVER);
  return found === -1 ? children.findIndex((child) => child !== NEVER) : found;
}

function pythonConditions(space: MarkerSpace, keys: readonly Key[], chosen: number): Condition[] {
  const [from, to] = [keys[chosen - 1], keys[chosen]];
  const start =
    typeof from === "number" ? [{ text: pythonText(">=", from), where: fromOn(space, from) }] : [];
  const end =
    typeof to === "number" ? [{ text: pythonText("<", to), where: space.not(fromOn(space, to)) }] : [];
  return [...start, ...end];
}

/** From this release on. */
export function fromOn(space: MarkerSpace, release: number): Diagram {
  return space.split(PYTHON, [release], [NEVER, ALWAYS]);
}

function pythonText(operator: string, number: number): string {
  const [major, minor, patch] = releaseOf(number);
  return patch === 0
    ? `python_version ${operator} "${major}.${minor}"`
    : `python_full_version ${operator} "${major}.${minor}.${patch}"`;
}

interface Named {
  readonly variable: string;
  readonly keys: readonly Key[];
  readonly isNamed: boolean;
}

/** `value` undefined: any but the keys. */
function textConditions(
  space: MarkerSpace,
  { variable, keys, isNamed }: Named,
  value: Key | undefined,
): Condition[] {
  const is = (key: Key): Diagram => space.split(variable, [key], [NEVER, ALWAYS]);
  const text = (operator: string, key: Key): string =>
    `${variable} ${operator} ${writePythonString(String(key))}`;
  if (isNamed && value !== undefined) return [{ text: text("==", value), where: is(value) }];
  return keys
    .filter((key) => key !== value)
    .map((key) => ({ text: text("!=", key), where: space.not(is(key)) }));
}

/** A comparison that is a variable of its own, or its contrary; what has none (`~=`) is left open. */
function opaqueCondition(space: MarkerSpace, text: string, holds: boolean): Condition[] {
  const is = space.split(text, ["true"], [NEVER, ALWAYS]);
  if (holds) return [{ text, where: is }];
  const [, left, operator, right] = /^(\S+|"[^"]*") (not in|\S+) (.+)$/.exec(text) ?? [];
  const contrary = CONTRARIES.get(operator ?? "");
  return contrary === undefined ? [] : [{ text: `${left} ${contrary} ${right}`, where: space.not(is) }];
}

const CONTRARIES: ReadonlyMap<string, string> = new Map([
  ["==", "!="],
  ["!=", "=="],
  ["<", ">="],
  [">=", "<"],
  [">", "<="],
  ["<=", ">"],
  ["in", "not in"],
  ["not in", "in"],
]);
