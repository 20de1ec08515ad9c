import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readWheel } from "./read-wheel.ts";

/** A built distribution (PEP 427): what it is, what it needs and what it carries in itself. */
export const wheel: Source = { meta, read: readWheel };
