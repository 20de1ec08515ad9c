import type { ConfigPlace } from "./waiver.ts";

/**
 * What a configuration says of a package index. `pypi`: it hands on what the public index has, as one of which nothing is said;
 * `private`: what it has is somebody's own, and only its name may be that of a public package.
 */
export interface DeclaredIndex {
  /** Canonical: `indexAddress` made it. */
  readonly url: string;
  readonly kind: "pypi" | "private";
  readonly place: ConfigPlace;
}

/** Addresses of one index are one text: no user, query, fragment or slash at the end. Null: it is no address of http. */
export function indexAddress(text: string): string | null {
  if (!URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
}
