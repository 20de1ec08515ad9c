/** User and password for one origin. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** For an `Authorization` (RFC 7617). */
export function basic({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** Takes user and password out of an address, so that it can be shown and sent; null: it has neither. */
export function takeLogin(url: URL): Login | null {
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username + password === "") return null;
  return { user: unescaped(username), password: unescaped(password) };
}

/** As it stands where its escapes are none. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
