export type { UpgradeStep } from "./upgrade.ts";
export { upgradeOf } from "./upgrade.ts";
