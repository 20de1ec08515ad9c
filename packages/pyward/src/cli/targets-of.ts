import type { ReportTarget } from "../model/index.ts";
import type { AuditOptions, DiscoveryOptions } from "./options.ts";

/** What of a project is asked for; null: everything. */
export function selectionOf({ extra, group, dev }: Pick<DiscoveryOptions, "extra" | "group" | "dev">) {
  if (extra.length === 0 && group.length === 0 && dev) return null;
  return { extras: extra, groups: group, withoutGroups: !dev };
}

/** The declared targets: every Python on every platform; empty where none is declared. */
export function targetsOf(options: Pick<AuditOptions, "python" | "platform">): readonly ReportTarget[] {
  const pythons = options.python.length === 0 ? [null] : options.python;
  const names = new Set(options.platform.map(({ name }) => name));
  const platforms = names.size === 0 ? [null] : [...names];
  const all = pythons.flatMap((python) => platforms.map((platform) => ({ python, platform })));
  return all.filter(({ python, platform }) => python !== null || platform !== null);
}
