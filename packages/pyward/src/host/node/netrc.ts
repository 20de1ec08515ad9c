import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Login } from "../login.ts";

/** The login of a host by the user's netrc: `NETRC`, else `~/.netrc` (`_netrc` on Windows). Null where there is none, or it cannot be read. */
export function netrcLogin(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): (host: string) => Login | null {
  const { NETRC: named, HOME, USERPROFILE } = environment;
  const home = HOME || (platform === "win32" ? USERPROFILE : undefined);
  const paths = named
    ? [named]
    : home
      ? [".netrc", ...(platform === "win32" ? ["_netrc"] : [])].map((name) => join(home, name))
      : [];
  let text: string | null = null;
  return (host) => {
    text ??= paths.map(readOrNothing).find(Boolean) ?? "";
    return loginIn(text, host);
  };
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** As Python's `netrc` has it: the last entry of a host counts, `default` for all others; quotes, comments, and macros, which end with an empty line. */
export function loginIn(text: string, host: string): Login | null {
  const plain = text
    .replaceAll(/(^|\s)macdef\s[^]*?(?:\r?\n[ \t]*\r?\n|$)/g, "\n")
    .replaceAll(/^[ \t]*#.*$/gm, "");
  const words = [...plain.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare = ""]) =>
    (quoted ?? bare).replaceAll(/\\(.)/g, "$1"),
  );
  const logins = new Map<string, { user: string; password: string }>();
  let login: { user: string; password: string } | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "machine" || word === "default") {
      login = { user: "", password: "" };
      // No host is called so: a name has no space.
      logins.set(word === "default" ? " default" : (words[++at] ?? "").toLowerCase(), login);
    } else if (login !== null && (word === "login" || word === "user")) login.user = words[++at] ?? "";
    else if (login !== null && word === "password") login.password = words[++at] ?? "";
    else if (word === "account") at++;
  }
  return logins.get(host.toLowerCase()) ?? logins.get(" default") ?? null;
}
