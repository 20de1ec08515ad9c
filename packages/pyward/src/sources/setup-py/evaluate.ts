import {
  isWithin,
  readExpression,
  type Change,
  type PythonBlock,
  type PythonCall,
  type PythonExpression,
  type PythonNames,
  type TokenRange,
  type TokenText,
} from "../../syntax/python/index.ts";
import { addValues, mergeDicts, type SetupComputed, type SetupDict, type SetupValue } from "./value.ts";

/** Where an expression is evaluated. */
export interface Scope {
  readonly text: TokenText;
  readonly names: PythonNames;
  /** Of the statement that asks. */
  readonly block: PythonBlock;
  /** Names that are being looked up. */
  readonly asking: readonly string[];
  readonly budget: { left: number };
}

/** Items made over a whole file: a hundred times what real ones have. Names that double each other would go on for ever. */
export const BUDGET = 200_000;
const MAX_NAMES = 30;

/** What the literals in an expression say; names stand for the literal that they were given once, and for all. */
function evaluate(expression: PythonExpression, scope: Scope): SetupValue {
  const computed: SetupComputed = { kind: "computed", start: expression.start };
  if (scope.budget.left-- <= 0) return computed;
  switch (expression.kind) {
    case "string":
      return { ...expression, kind: "text" };
    case "constant":
      return { kind: "constant" };
    case "sequence":
      return {
        kind: "list",
        items: expression.items.flatMap(({ isSpread, value }) => {
          const item = evaluate(value, scope);
          if (!isSpread) return [item];
          return item.kind === "list" ? spend(item.items, scope) : [{ kind: "computed", start: value.start }];
        }),
      };
    case "dict":
      return evaluateDict(expression.entries, scope);
    case "sum":
      return evaluateSum(expression.terms, scope);
    case "name":
      return evaluateName(expression.name, expression.start, scope);
    case "call":
      return evaluateCall(expression, scope);
    case "computed":
      return computed;
    default:
      return expression satisfies never;
  }
}

/** Takes what a copy costs off the budget. Who finds nothing left says so: what is lost here is not lost in silence. */
function spend<T>(items: readonly T[], { budget }: Scope): readonly T[] {
  const taken = items.slice(0, Math.max(0, budget.left));
  // eslint-disable-next-line no-param-reassign
  budget.left -= items.length;
  return taken;
}

function evaluateSum(terms: readonly PythonExpression[], scope: Scope): SetupValue {
  const [first, ...others] = terms.map((term) => ({ value: evaluate(term, scope), start: term.start }));
  if (first === undefined) return { kind: "constant" };
  return others.reduce((sum, { value }) => addValues(paid(sum, scope), value, first.start), first.value);
}

/** A value that is about to be copied. */
function paid(value: SetupValue, scope: Scope): SetupValue {
  if (value.kind === "list") return { kind: "list", items: spend(value.items, scope) };
  if (value.kind === "dict") return { ...value, entries: spend(value.entries, scope) };
  return value;
}

interface Pair {
  readonly key: PythonExpression | null;
  readonly value: PythonExpression;
}

function evaluateDict(pairs: readonly Pair[], scope: Scope): SetupDict {
  const parts = pairs.map(({ key, value }): SetupDict => {
    const found = evaluate(value, scope);
    if (key === null) return found.kind === "dict" ? found : holeAt(value.start);
    const name = evaluate(key, scope);
    if (name.kind !== "text") return name.kind === "constant" ? EMPTY : holeAt(key.start);
    return { kind: "dict", entries: [{ key: name, value: found }], holes: [] };
  });
  const entries = new Map<string, SetupDict["entries"][number]>();
  for (const part of parts)
    for (const entry of spend(part.entries, scope)) entries.set(entry.key.value, entry);
  return { kind: "dict", entries: [...entries.values()], holes: parts.flatMap(({ holes }) => holes) };
}

const EMPTY: SetupDict = { kind: "dict", entries: [], holes: [] };

function holeAt(start: number): SetupDict {
  return { kind: "dict", entries: [], holes: [{ kind: "computed", start }] };
}

const COPIES: ReadonlySet<string> = new Set(["list", "tuple", "set", "frozenset", "sorted"]);

/** `dict(name=value)` and `list(value)` are ways to write a literal, unless the file means another function. */
function evaluateCall(call: PythonCall, scope: Scope): SetupValue {
  const computed: SetupComputed = { kind: "computed", start: call.start };
  const [first] = call.arguments;
  if (scope.names.uses.has(call.callee)) return computed;
  if (call.callee === "dict") return evaluateArguments(call, scope);
  if (!COPIES.has(call.callee) || call.arguments.length > 1) return computed;
  if (first === undefined) return { kind: "list", items: [] };
  const value = first.name === null ? evaluate(first.value, scope) : computed;
  return value.kind === "list" ? value : computed;
}

/** The keyword arguments of a call, those that are unpacked among them. */
export function evaluateArguments(call: PythonCall, scope: Scope): SetupDict {
  const pairs = call.arguments.map(({ name, start, value }): Pair => {
    if (name === null && call.callee === "dict") return { key: null, value };
    if (name === "**") return { key: null, value };
    if (name === "*" || name === null) return { key: { kind: "constant", start, end: start }, value };
    return { key: { kind: "string", value: name, content: null, start, end: start }, value };
  });
  return evaluateDict(pairs, scope);
}

/** A name that is given a value once, where every way to the one who asks leads past it, with all that changes it. */
function evaluateName(name: string, start: number, scope: Scope): SetupValue {
  const { names, block, asking } = scope;
  const uses = names.uses.get(name);
  const [binding, another] = uses?.bindings ?? [];
  const isPlain = binding !== undefined && another === undefined && isWithin(block, binding.block);
  if (!isPlain || binding.value === null || asking.includes(name) || asking.length >= MAX_NAMES)
    return { kind: "computed", start };
  const inside: Scope = { ...scope, block: binding.block, asking: [...asking, name] };
  const given = evaluateRange(binding.value, inside);
  const isAskedByScript = asking.length === 0;
  const changes = (uses?.changes ?? []).toSorted((a, b) => a.start - b.start);
  return changes.reduce((value, item) => {
    // What is added behind a copy of the value is not in the copy; whether this is one, only running it tells.
    const isSure = isWithin(block, item.block) && (isAskedByScript || item.start < start);
    return applyChange(paid(value, scope), item, { ...inside, isSure });
  }, given);
}

function evaluateRange({ from, to }: TokenRange, scope: Scope): SetupValue {
  return evaluate(readExpression(scope.text, from, to), scope);
}

interface ChangeScope extends Scope {
  /** Whether the change is made whenever the value is asked for. Where it is not, what it gives is not known. */
  readonly isSure: boolean;
}

function applyChange(value: SetupValue, change: Change, scope: ChangeScope): SetupValue {
  const { kind, start, key, value: range } = change;
  if (kind === "unknown" || range === null) return addHole(value, start);
  if (kind === "entry" || kind === "updated") {
    const entries = kind === "updated" ? readUpdate(range, scope) : readEntry(key, range, scope);
    return entries === null || value.kind !== "dict"
      ? addHole(value, start)
      : mergeDicts(value, scope.isSure ? entries : withUnknownValues(entries, start));
  }
  if (!scope.isSure) return addHole(value, start);
  const given = evaluateRange(range, scope);
  if (kind === "appended") return addValues(value, { kind: "list", items: [given] }, start);
  const sum = addValues(value, given, start);
  return sum.kind === "computed" ? addHole(value, start) : sum;
}

function readEntry(key: TokenRange | null, range: TokenRange, scope: Scope): SetupDict | null {
  const name = key === null ? null : evaluateRange(key, scope);
  if (name?.kind !== "text") return null;
  return { kind: "dict", entries: [{ key: name, value: evaluateRange(range, scope) }], holes: [] };
}

/** `name.update(…)` takes what `dict(…)` takes. */
function readUpdate({ from, to }: TokenRange, scope: Scope): SetupDict | null {
  const call = readExpression(scope.text, from, to);
  return call.kind === "call" ? evaluateArguments({ ...call, callee: "dict" }, scope) : null;
}

function withUnknownValues({ entries, holes }: SetupDict, start: number): SetupDict {
  return {
    kind: "dict",
    entries: entries.map(({ key }) => ({ key, value: { kind: "computed", start } })),
    holes,
  };
}

/** The same value, and something at this place that is not known. */
function addHole(value: SetupValue, start: number): SetupValue {
  const hole: SetupComputed = { kind: "computed", start };
  if (value.kind === "list") return { kind: "list", items: [...value.items, hole] };
  if (value.kind === "dict") return { ...value, holes: [...value.holes, hole] };
  return hole;
}
