import type { Incompatibility } from "../incompatibility.ts";
import { baseOf } from "../priorities.ts";
import type { Conflict } from "../request.ts";
import { simplify, type Derivation, type KnownCandidates } from "./derivation.ts";
import { describeConclusion, describeFact, describeNone } from "./describe-incompatibility.ts";
import { list } from "./describe-versions.ts";

/** A longer explanation is cut: nobody reads it. */
const MAX_SENTENCES = 60;

type Step = Extract<Derivation, { kind: "step" }>;

/** Why nothing fits, in sentences that follow from each other; the last one ends with the request. */
export function explainConflict({ conflict, candidates }: Conflict): readonly string[] {
  const byName = new Map<string, ReturnType<KnownCandidates>>(candidates);
  const known: KnownCandidates = (key) => byName.get(baseOf(key));
  const root = simplify(conflict, known);
  if (root.kind === "fact") return [`${capital(describeFact(root.of, known))}.`];
  return new Explanation(known).of(root);
}

/** Steps in the order in which they are told. Each is told once. */
class Explanation {
  private readonly sentences: string[] = [];
  private readonly told = new Set<Derivation>();
  private readonly known: KnownCandidates;
  private last: Step | null = null;

  constructor(known: KnownCandidates) {
    this.known = known;
  }

  of(root: Step): readonly string[] {
    const stack: Step[] = [root];
    for (let step = stack.at(-1); step !== undefined; step = stack.at(-1)) {
      if (this.sentences.length >= MAX_SENTENCES) {
        this.sentences.push("The rest is left out: the whole explanation is too long.");
        break;
      }
      const { steps } = reasonsOf(step);
      const untold = steps.filter((reason) => !this.told.has(reason));
      // The last one told stands right before what follows from it.
      const next = untold.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0];
      if (next !== undefined && !this.told.has(step)) stack.push(next);
      else {
        if (!this.told.has(step)) this.tell(step, step === root);
        stack.pop();
      }
    }
    return this.sentences;
  }

  private tell(step: Step, isLast: boolean): void {
    const { facts, steps } = reasonsOf(step);
    const follows = steps.filter((reason) => reason === this.last);
    const others = steps.filter((reason) => reason !== this.last);
    const reasons = [
      ...others.map(({ of }) => describeConclusion(of, this.known)),
      ...merged(factsInOrder(facts).map((of) => describeFact(of, this.known))),
      ...crowded(facts).map((key) => describeNone(key, this.known)),
    ];
    const start = follows.length > 0 ? "And because" : "Because";
    const end = isLast ? "nothing fits" : describeConclusion(step.of, this.known, restOf(facts));
    this.sentences.push(`${start} ${listClauses(reasons)}, ${end}.`);
    this.told.add(step);
    this.last = step;
  }
}

interface Reasons {
  readonly facts: readonly Incompatibility[];
  readonly steps: readonly Step[];
}

/** More facts than this are not told in one sentence. */
const MOST_FACTS = 6;

/** Of one step: a chain of steps that each add a fact is told in one sentence where that stays short. */
function reasonsOf(step: Step): Reasons {
  let { facts, steps } = partsOf(step);
  for (;;) {
    const [only] = steps;
    if (only === undefined || steps.length > 1) return { facts, steps };
    const inner = partsOf(only);
    const isLong = facts.length + inner.facts.length > MOST_FACTS;
    // What two steps lead to is worth a sentence of its own.
    if (isLong || (inner.steps.length > 1 && !facts.every(isAsked))) return { facts, steps };
    facts = inner.facts.concat(facts);
    steps = inner.steps;
  }
}

function isAsked({ cause }: Incompatibility): boolean {
  return cause.kind === "dependency" && cause.of === "";
}

function partsOf({ left, right }: Step): Reasons {
  const facts = [left, right].flatMap((reason) => (reason.kind === "fact" ? [reason.of] : []));
  const steps = [left, right].filter((reason) => reason.kind === "step");
  return { facts, steps };
}

/** What is asked for first, and after each need what is said of the package that is needed. */
function factsInOrder(facts: readonly Incompatibility[]): readonly Incompatibility[] {
  const ordered: Incompatibility[] = [];
  const left = new Set(facts);
  const follow = (key: string): void => {
    const own = [...left].filter((fact) => subjectOf(fact) === key);
    for (const fact of own) left.delete(fact);
    ordered.push(...own);
    for (const { cause } of own) if (cause.kind === "dependency") follow(cause.on);
  };
  follow("");
  for (const fact of facts) if (left.has(fact)) follow(subjectOf(fact));
  return ordered;
}

/** The package that a fact is about; empty: the request. */
function subjectOf({ cause, terms }: Incompatibility): string {
  return cause.kind === "dependency" ? cause.of : ([...terms.keys()][0] ?? "");
}

/** The packages of which three are asked for in ways that only all their versions show to be at odds. */
function crowded(facts: readonly Incompatibility[]): readonly string[] {
  const on = facts.flatMap(({ cause }) => (cause.kind === "dependency" ? [cause.on] : []));
  return [...new Set(on)].filter((key) => on.filter((one) => one === key).length > 2);
}

/** The package of which some versions are out; null: none. */
function restOf(facts: readonly Incompatibility[]): string | null {
  const found = facts.find(({ cause }) => cause.kind === "no-versions" && cause.excluded.length > 0);
  return found === undefined ? null : subjectOf(found);
}

/** `you ask for a` and `you ask for b` become one, and so does what one version needs. */
function merged(texts: readonly string[]): readonly string[] {
  const groups = Map.groupBy(
    new Set(texts),
    (text) => /^(?:you ask for|[^,]+? needs?) (?!Python )/.exec(text)?.[0] ?? text,
  );
  return [...groups].map(([start, group]) =>
    group.length < 2 ? (group[0] ?? "") : `${start}${list(group.map((text) => text.slice(start.length)))}`,
  );
}

/** A comma before each `and` where the parts have one of their own. */
function listClauses(texts: readonly string[]): string {
  return texts.some((text) => text.includes(" and ")) ? texts.join(", and ") : list(texts);
}

function sizeOf({ left, right }: Step): number {
  return (left.kind === "step" ? 1 : 0) + (right.kind === "step" ? 1 : 0);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
