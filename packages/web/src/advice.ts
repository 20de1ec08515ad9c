import type { Group } from "../../pyward/src/reports/shared/group-findings.ts";
import { thousands } from "../../pyward/src/reports/shared/wording.ts";

/** What to do about a package. */
interface Advice {
  /** The version to go to; null where that is not the way. */
  readonly to: string | null;
  readonly text: string;
  /** Whether it can be mended by a version: `alarming` where the release itself is the attack. */
  readonly tone: "good" | "warning" | "alarming";
}

/** Null where the report does not say. */
export function adviceOf({ findings, upgrade, carrier }: Group): Advice | null {
  const malware = findings.filter(({ kind }) => kind === "malware");
  if (malware.length > 0 && malware.every(({ verdict }) => verdict.rule === "name-collision"))
    return { to: null, tone: "warning", text: "See whether it is what the malware record is about." };
  if (malware.length > 0)
    return {
      to: null,
      tone: "alarming",
      text: "Remove it: this release is malicious. Look after every machine that installed it.",
    };
  if (upgrade === null) return null;
  const { package: name, to, clears, of } = upgrade;
  const cleared = `clears ${thousands(clears)} of ${thousands(of)}`;
  if (carrier !== null) {
    const holder = `${carrier.package} ${carrier.version}`;
    if (to === null)
      return {
        to,
        tone: "warning",
        text: `It changes with ${holder}; no ${name} is known that clears any of this.`,
      };
    return {
      to: null,
      tone: "good",
      text: `Upgrade ${holder} to a release that has ${name} ${to} or later inside: ${cleared}.`,
    };
  }
  const reason = upgrade.plan?.reason ?? null;
  const nothing =
    reason === null ? "No version is known that clears any of this." : `No version clears it: ${reason}.`;
  if (to === null) return { to, tone: "warning", text: nothing };
  const rest = reason === null ? "" : `; of the rest, no version clears it: ${reason}`;
  return { to, tone: "good", text: `${cleared}${rest}` };
}
