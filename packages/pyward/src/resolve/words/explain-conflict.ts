import type { Incompatibility } from "../incompatibility.ts";
import { baseOf } from "../priorities.ts";
import type { Conflict } from "../request.ts";
import { simplify, type Derivation, type KnownCandidates } from "./derivation.ts";
import { describeConclusion, describeFact } from "./describe-incompatibility.ts";
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
      ...merged([...new Set(facts.map((of) => describeFact(of, this.known)))]),
    ];
    const start = follows.length > 0 ? "And because" : "Because";
    const end = isLast ? "nothing fits" : describeConclusion(step.of, this.known);
    this.sentences.push(`${start} ${listClauses(reasons)}, ${end}.`);
    this.told.add(step);
    this.last = step;
  }
}

interface Reasons {
  readonly facts: readonly Incompatibility[];
  readonly steps: readonly Step[];
}

/** Of one step: facts that stand one after the other in a chain are told in one sentence where that stays short. */
function reasonsOf(step: Step): Reasons {
  const facts: Incompatibility[] = [];
  const steps: Step[] = [];
  for (const reason of [step.left, step.right]) {
    if (reason.kind === "fact") facts.push(reason.of);
    else steps.push(reason);
  }
  for (;;) {
    const [only] = steps;
    if (only === undefined || steps.length > 1 || !facts.every(isAsked)) return { facts, steps };
    const below = [only.left, only.right];
    const inner = below.flatMap((reason) => (reason.kind === "fact" ? [reason.of] : []));
    if (inner.length < 2 && !inner.every(isAsked)) return { facts, steps };
    facts.unshift(...inner);
    steps.splice(0, 1, ...below.filter((reason) => reason.kind === "step"));
  }
}

function isAsked({ cause }: Incompatibility): boolean {
  return cause.kind === "dependency" && cause.of === "";
}

/** `you ask for a` and `you ask for b` become one. */
function merged(texts: readonly string[]): readonly string[] {
  const asked = texts.filter((text) => text.startsWith(ASKED));
  if (asked.length < 2) return texts;
  const one = `${ASKED}${list(asked.map((text) => text.slice(ASKED.length)))}`;
  return [one, ...texts.filter((text) => !text.startsWith(ASKED))];
}

/** A comma before each `and` where the parts have one of their own. */
function listClauses(texts: readonly string[]): string {
  return texts.some((text) => text.includes(" and ")) ? texts.join(", and ") : list(texts);
}

const ASKED = "you ask for ";

function sizeOf({ left, right }: Step): number {
  return (left.kind === "step" ? 1 : 0) + (right.kind === "step" ? 1 : 0);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
