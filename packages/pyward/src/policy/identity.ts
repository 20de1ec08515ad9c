import { indexAddress, isPublicFeed, placeText, type ConfigPlace, type Verdict } from "../model/index.ts";
import type { Judged } from "./judged.ts";
import type { Policy } from "./policy.ts";

/**
 * The verdict where a public record and a package have the same name and are not known to be about the same thing; null: they are taken to be.
 * A vulnerability of the public package does not affect that of an index which is declared private. A malware record, which
 * mostly calls all versions affected, says nothing of a package of a private index, of git, a folder or conda, unless a
 * hash that is locked is one of the record's. An index of which nothing is said is a mirror of the public one.
 */
export function judgeIdentity(finding: Judged, { rules }: Policy): Verdict | null {
  const { kind, dependency, records = [] } = finding;
  const source = dependency?.source;
  if (source === undefined || records.some(({ affected, feed }) => affected && !isPublicFeed(feed)))
    return null;
  const declared = source.type === "registry" ? declaredPrivate(source.url, rules) : null;
  const whence =
    declared !== null
      ? `comes from an index that is declared private (${placeText(declared)})`
      : OTHERWISE[source.type];
  if (kind === "malware") {
    if (whence === undefined || finding.hasHashOfRecord === true) return null;
    const reason = `the record is about the package of that name on the public index, and this one ${whence}`;
    return { status: "review", rule: "name-collision", reason };
  }
  if (declared === null) return null;
  const reason = `the record is about the package of that name on the public index, and this one ${whence ?? ""}`;
  return { status: "not-affected", rule: "private-index", reason };
}

const OTHERWISE: Readonly<Record<string, string | undefined>> = {
  git: "comes from a git repository",
  path: "comes from a folder or file",
  conda: "comes from conda",
};

function declaredPrivate(url: string | null, rules: Policy["rules"]): ConfigPlace | null {
  const address = url === null ? null : indexAddress(url);
  const found = address === null ? undefined : rules?.indexes?.find((index) => index.url === address);
  return found?.kind === "private" ? found.place : null;
}
