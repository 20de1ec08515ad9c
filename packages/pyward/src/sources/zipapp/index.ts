import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readZipapp } from "./read-zipapp.ts";

/** An application in one file that Python runs (PEP 441): what it bundles, read without unpacking or starting it. */
export const zipapp: Source = { meta, read: readZipapp };
