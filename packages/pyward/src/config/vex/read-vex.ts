import { formatVersion, isValidName, normalizeName, parsePurl, parseVersion } from "../../python/index.ts";
import { parseJson } from "../../syntax/json/index.ts";
import type { ConfigProblem, WaiverEntry } from "../config-file.ts";
import { cycloneDxStatements, isCycloneDxVex } from "./cyclonedx.ts";
import { isOpenVex, openVexStatements } from "./openvex.ts";
import type { VexSays, VexStatement } from "./statement.ts";

export interface ReadVex {
  readonly waivers: readonly WaiverEntry[];
  readonly problems: readonly ConfigProblem[];
}

/** Statements times ids times products of one document. */
const MOST_CLAIMS = 50_000;

/** An id of a vulnerability in one release, or in all releases, and what was said of it. */
interface Claim {
  readonly id: string;
  readonly package: string;
  readonly version: string | null;
  readonly says: VexSays;
  readonly at: number;
  readonly line: number;
}

/** What a VEX document lets through, as waivers whose place is the statement. Throws nothing. */
export function readVex(text: string, path: string): ReadVex {
  const parsed = parseJson(text);
  if (!parsed.ok) return wrong(path, parsed.error.line, `this is not JSON: ${parsed.error.message}`);
  const { root, positionOf } = parsed.document;
  const statements = isOpenVex(root)
    ? openVexStatements(root)
    : isCycloneDxVex(root)
      ? cycloneDxStatements(root)
      : null;
  if (statements === null)
    return wrong(path, 1, "this is neither OpenVEX 0.2 nor CycloneDX 1.4 or newer, as JSON");
  const claims: Claim[] = [];
  for (const statement of statements) {
    const { line } = positionOf(statement.start);
    claims.push(...claimsOf(statement, line));
    if (claims.length > MOST_CLAIMS)
      return wrong(path, line, `there are more than ${MOST_CLAIMS} statements`);
  }
  return { waivers: inForce(claims).flatMap((claim) => waiverOf(claim, path)), problems: [] };
}

function wrong(path: string, line: number, message: string): ReadVex {
  return { waivers: [], problems: [{ place: { path, line }, message: `vex: ${message}`, hint: null }] };
}

function claimsOf({ ids, products, says, at }: VexStatement, line: number): readonly Claim[] {
  const releases = products.flatMap((product): readonly Pick<Claim, "package" | "version">[] => {
    const purl = parsePurl(product);
    if (!purl.ok || purl.value.type !== "pypi" || purl.value.namespace !== null) return [];
    const { name, version } = purl.value;
    if (!isValidName(name)) return [];
    if (version === null) return [{ package: normalizeName(name), version }];
    const read = parseVersion(version);
    return read.ok ? [{ package: normalizeName(name), version: formatVersion(read.value) }] : [];
  });
  const known = new Set(ids.map((id) => id.trim().toUpperCase()));
  const claims: Claim[] = [];
  for (const id of known)
    for (const release of releases) {
      claims.push({ id, ...release, says, at, line });
      if (claims.length > MOST_CLAIMS) return claims;
    }
  return claims;
}

/**
 * Of several statements on one vulnerability in one release the latest counts, of equally old ones the last (OpenVEX, "Statements
 * override"); a later one on all releases counts for each.
 */
function inForce(claims: readonly Claim[]): readonly Claim[] {
  const last = new Map<string, Claim>();
  const keyOf = ({ id, package: name }: Claim, version: string | null): string =>
    JSON.stringify([id, name, version]);
  for (const claim of claims) {
    const key = keyOf(claim, claim.version);
    const known = last.get(key);
    if (known === undefined || claim.at >= known.at) last.set(key, claim);
  }
  return [...last.values()].filter((claim) => {
    const general = claim.version === null ? undefined : last.get(keyOf(claim, null));
    return general === undefined || general.at <= claim.at;
  });
}

/** `fixed` is about the very version that has the fix: of all versions at once it cannot be said. */
function waiverOf({ id, package: name, version, says, line }: Claim, path: string): readonly WaiverEntry[] {
  if (says.kind === "nothing" || (says.kind === "fixed" && version === null)) return [];
  return [
    {
      place: { path, line },
      span: { start: 0, end: 0 },
      id,
      gap: null,
      kind: says.kind === "fixed" ? "not-affected" : says.kind,
      package: name,
      version: version === null ? null : `===${version}`,
      path: null,
      scopes: [],
      targets: [],
      reason: says.reason,
      owner: null,
      expires: null,
      untilFixed: false,
      isVex: true,
    },
  ];
}
