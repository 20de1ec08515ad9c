import { isServable } from "./record-shelf.ts";

const PREFIX = "pyward1:";

/**
 * A page token says the id that the page ended with. Records come in the order of their ids, so the next page is right even where the
 * database was replaced in between, and the server keeps nothing.
 */
export function pageToken(lastId: string): string {
  return Buffer.from(PREFIX + lastId, "utf8").toString("base64url");
}

/** The id; "" for no token; null for one that this server did not make. */
export function readPageToken(token: string): string | null {
  if (token === "") return "";
  const text = Buffer.from(token, "base64url").toString("utf8");
  const id = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : "";
  return isServable(id) && pageToken(id) === token.replace(/=+$/, "") ? id : null;
}
