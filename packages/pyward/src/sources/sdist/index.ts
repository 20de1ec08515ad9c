import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readSdist } from "./read-sdist.ts";

/** A source distribution: what it says without being built. */
export const sdist: Source = { meta, read: readSdist };
