import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readEgg } from "./read-egg.ts";

/** The built distributions of setuptools from before wheels. */
export const egg: Source = { meta, read: readEgg };
