import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readEnvironment } from "./read-environment.ts";

/** Reads what is installed from the metadata beside it. No interpreter starts, no `.pth` line runs. */
export const environment: Source = { meta, read: readEnvironment };
