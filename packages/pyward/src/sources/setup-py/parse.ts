import { fileOrigin, makeInventory, type Gap, type Inventory } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { positionsIn } from "../../syntax/python/index.ts";
import { assemble } from "../shared/assemble.ts";
import { followSelfReferences, type Project } from "../shared/self-references.ts";
import { BUDGET, evaluateArguments, type Scope as EvaluationScope } from "./evaluate.ts";
import { gapAt, type Reading } from "./reading.ts";
import { readRequirementLists } from "./requirements.ts";
import { findSetupCalls, MAX_CALLS } from "./setup-calls.ts";
import type { TakenElsewhere } from "./taken-elsewhere.ts";
import type { SetupDict } from "./value.ts";

/** What the calls of `setup()` in a script give as literals. */
export function readSetupPy(path: string, text: string, elsewhere: TakenElsewhere): Inventory {
  const positionOf = positionsIn(text);
  const reading: Reading = {
    originAt: (offset, span = null) => ({ ...fileOrigin(path), ...positionOf(offset), span }),
    entries: [],
    gaps: [],
  };
  const script = findSetupCalls(text);
  if (!script.ok) {
    const reason = `it is no Python: ${script.message}`;
    return makeInventory({ gaps: [gapAt(reading, "unparsable-file", script.offset, reason)] });
  }
  const { names, calls } = script;
  const budget = { left: BUDGET };
  const projects: Project[] = [];
  for (const { call, block } of calls) {
    const scope: EvaluationScope = { text: script.text, names, block, asking: [], budget };
    const options = evaluateArguments(call, scope);
    readRequirementLists(options, elsewhere, reading);
    projects.push(...projectOf(options));
  }
  if (budget.left <= 0 || calls.length === MAX_CALLS) {
    const reason = "it calls setup() too often, or its lists are too long, to read all of them";
    reading.gaps.push(gapAt(reading, "limit-exceeded", 0, reason));
  }
  const entries = followSelfReferences(reading.entries, projects[0] ?? null);
  return makeInventory({ dependencies: assemble(entries, "declared"), gaps: distinct(reading.gaps) });
}

/** `name`, and `version` where it is a literal. */
function projectOf({ entries }: SetupDict): readonly Project[] {
  const valueOf = (option: string): string | null => {
    const value = entries.find(({ key }) => key.value === option)?.value;
    return value?.kind === "text" && value.value !== "" ? value.value : null;
  };
  const name = valueOf("name");
  return name === null ? [] : [{ name: normalizeName(name), version: valueOf("version") }];
}

/** Two calls, or two lists, may lead to the same line. */
function distinct(gaps: readonly Gap[]): readonly Gap[] {
  const key = ({ code, reason, origin }: Gap): string =>
    JSON.stringify([code, reason, origin?.line, origin?.column]);
  return [...new Map(gaps.map((gap) => [key(gap), gap])).values()];
}
