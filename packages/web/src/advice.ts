import type { Group } from "../../pyward/src/reports/shared/group-findings.ts";
import { thousands } from "../../pyward/src/reports/shared/wording.ts";

/** What to do about a package. */
interface Advice {
  /** The version to go to; null where that is not the way. */
  readonly to: string | null;
  readonly text: string;
  /** No matter of versions. */
  readonly isAlarm?: true;
}

/** Null where the report does not say. */
export function adviceOf({ findings, upgrade, carrier }: Group): Advice | null {
  if (findings.some(({ kind }) => kind === "malware"))
    return {
      to: null,
      isAlarm: true,
      text: "Remove it: this release is malicious. Look after every machine that installed it.",
    };
  if (upgrade === null) return null;
  const { package: name, to, clears, of } = upgrade;
  const cleared = `clears ${thousands(clears)} of ${thousands(of)}`;
  if (carrier !== null) {
    const holder = `${carrier.package} ${carrier.version}`;
    if (to === null)
      return { to, text: `It changes with ${holder}; no ${name} is known that clears any of this.` };
    return {
      to: null,
      text: `Upgrade ${holder} to a release that has ${name} ${to} or later inside: ${cleared}.`,
    };
  }
  if (to === null) return { to, text: "No version is known that clears any of this." };
  return { to, text: cleared };
}
