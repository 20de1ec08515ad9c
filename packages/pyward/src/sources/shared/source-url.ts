/**
 * The URL of a repository, an archive or an index as it may be shown and kept: without userinfo, query and fragment,
 * for these can hold credentials; a commit in the fragment stays. Null where the rest could still hold a piece of a
 * password. A path is given back as it is. `git@host:path`, git's short form, becomes a ssh URL.
 */
export function sourceUrl(text: string): string | null {
  const short = /^(?:[A-Za-z0-9._-]+@)?([A-Za-z0-9.-]+):(?!\/\/)([^:@?#]+)$/.exec(text);
  if (short !== null && text.includes("@")) return `ssh://${short[1]}/${short[2]}`;
  const separator = text.indexOf("://");
  if (separator === -1) return /[@?]/.test(text) ? null : text;
  const rest = text.slice(separator + 3);
  const authorityEnd = indexOrEnd(rest, /[/?#]/);
  const authority = rest.slice(0, authorityEnd);
  const path = rest.slice(authorityEnd).replace(/[?#][^]*$/, "");
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const port = /:([^\]:]*)$/.exec(host)?.[1] ?? "";
  if (path.includes("@") || !/^[0-9]*$/.test(port)) return null;
  return `${text.slice(0, separator)}://${host}${path}${commitOf(rest)}`;
}

function indexOrEnd(text: string, pattern: RegExp): number {
  const found = text.search(pattern);
  return found === -1 ? text.length : found;
}

/** `#` and the commit, where the fragment is one; "" otherwise. */
function commitOf(rest: string): string {
  const hash = rest.lastIndexOf("#");
  const fragment = hash === -1 ? "" : rest.slice(hash);
  return /^#[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(fragment) ? fragment : "";
}
