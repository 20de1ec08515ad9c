/** What a registry asks for before it answers. */
export type Challenge =
  | { readonly kind: "basic" }
  /** A token from another server (distribution's token authentication). */
  | { readonly kind: "bearer"; readonly realm: string; readonly service: string | null };

/**
 * Reads `WWW-Authenticate` (RFC 9110, 11.6.1): a bearer token is preferred, for it is worth less to a thief. Null where
 * nothing in it can be answered. The `scope` that is announced does not count: what is asked for is reading this image.
 */
export function parseChallenge(header: string): Challenge | null {
  const challenges = splitChallenges(header.slice(0, LONGEST));
  const bearer = challenges.find(({ scheme }) => scheme === "bearer");
  const realm = bearer?.parameters.get("realm");
  if (realm !== undefined)
    return { kind: "bearer", realm, service: bearer?.parameters.get("service") ?? null };
  return challenges.some(({ scheme }) => scheme === "basic") ? { kind: "basic" } : null;
}

const LONGEST = 8192;

interface Split {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** A word that no `=` follows starts a challenge; the others are parameters of the last one. */
function splitChallenges(header: string): readonly Split[] {
  const challenges: Split[] = [];
  const words = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g;
  for (const [, word = "", quoted, plain] of header.matchAll(words)) {
    const value = quoted?.replaceAll(/\\(.)/g, "$1") ?? plain;
    if (value === undefined) challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set(word.toLowerCase(), value);
  }
  return challenges;
}
