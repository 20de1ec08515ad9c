export type { WeaknessId } from "../../model/index.ts";
export { WEAKNESSES } from "../../model/index.ts";
export type { Prose } from "./classify.ts";
export { classifyWeakness } from "./classify.ts";
