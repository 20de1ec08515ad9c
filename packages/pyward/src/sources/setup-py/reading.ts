import { makeGap, type Gap, type Origin, type Scope, type Span } from "../../model/index.ts";
import type { Entry } from "../shared/asked.ts";

/** What reading one script gathers. */
export interface Reading {
  originAt(offset: number, span?: Span | null): Origin;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

/** The options of `setup()` that list requirements, and whom they are for. */
export const LISTS: ReadonlyMap<string, Scope> = new Map<string, Scope>([
  ["install_requires", "main"],
  ["setup_requires", "build"],
  ["tests_require", "group:test"],
]);

/** A gap at an offset of the script. */
export function gapAt({ originAt }: Reading, code: Gap["code"], offset: number, reason: string): Gap {
  return makeGap({ code, reason, origin: originAt(offset) });
}
