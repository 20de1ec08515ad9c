import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readWheels } from "./read-wheels.ts";

/** Reads what a folder of bundled wheels holds, by their names. */
export const bundledWheels: Source = { meta, read: readWheels };
