import type { Dependency, GapCode } from "../model/index.ts";

/** Whether an entry can be compared with advisories, or why not. */
export type Auditability =
  | { readonly kind: "auditable"; readonly version: string }
  | { readonly kind: "gap"; readonly code: GapCode; readonly reason: string; readonly expected: boolean };

/** The one place that turns an entry without an auditable version into a gap. */
export function auditability(dependency: Dependency): Auditability {
  const { name, version, own, pin, specifiers, basis } = dependency;
  const isMentioned = basis === "mentioned";
  if (own !== null) return { kind: "gap", code: "own-code", reason: OWN_REASONS[own], expected: true };
  if (version !== null) return { kind: "auditable", version };
  if (pin === "url") {
    const reason = `${name} comes from a ${dependency.source.type} source that does not say its version`;
    return { kind: "gap", code: "url-without-version", reason, expected: isMentioned };
  }
  const expected = isMentioned || dependency.scopes.every((scope) => scope === "build");
  const wanted = specifiers === null ? "no version is given" : `only the range ${specifiers} is given`;
  if (isMentioned)
    return { kind: "gap", code: "unpinned", reason: `it is only mentioned here, and ${wanted}`, expected };
  return { kind: "gap", code: "unpinned", reason: `${wanted}: lock or pin it to have it audited`, expected };
}

const OWN_REASONS = {
  project: "this is the project itself",
  "workspace-member": "this is a member of the project's own workspace",
  editable: "this is an editable install of a working tree, not a release",
} as const;
