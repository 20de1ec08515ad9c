import type { Policy, PolicyRules } from "../policy/index.ts";
import type { AuditOptions } from "./options.ts";

/** The policy of options, with the rules that a configuration adds. */
export function policyOf(options: AuditOptions, rules: PolicyRules | undefined): Policy {
  return {
    failOn: options.failOn ?? null,
    unknownSeverity: options.unknownSeverity,
    ...(options.onDisagreement === undefined ? {} : { onDisagreement: options.onDisagreement }),
    ignores: options.ignore,
    strict: options.strict === true,
    failOnUnverified: options.failOnUnverified === true,
    failOnExploited: options.failOnExploited === true,
    failOnAdmitted: options.failOnAdmitted === true,
    onlyFixable: options.onlyFixable === true,
    failOnEpss: options.failOnEpss ?? null,
    failOnKinds: options.failOnKind,
    ...(rules === undefined ? {} : { rules }),
  };
}
