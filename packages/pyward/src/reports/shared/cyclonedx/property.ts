import type { JsonMembers } from "../clean-json.ts";

export function property(name: string, value: string): JsonMembers {
  return { name, value };
}
