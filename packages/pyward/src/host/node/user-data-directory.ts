import { posix, win32 } from "node:path";

/**
 * Where pyward keeps the stored database: `PYWARD_HOME`, else the system's place for the data of a user's programs
 * (XDG Base Directory Specification; `~/Library/Application Support`; `%LOCALAPPDATA%`). As the XDG specification
 * wants, a relative `XDG_DATA_HOME` is ignored. Null where the environment names no home.
 */
export function userDataDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | null {
  const own = environment["PYWARD_HOME"];
  if (own) return own;
  if (platform === "win32") {
    const { LOCALAPPDATA: local, USERPROFILE: profile } = environment;
    if (local) return win32.join(local, "pyward");
    return profile ? win32.join(profile, "AppData", "Local", "pyward") : null;
  }
  const { HOME: home, XDG_DATA_HOME: data } = environment;
  if (platform === "darwin")
    return home ? posix.join(home, "Library", "Application Support", "pyward") : null;
  if (data && posix.isAbsolute(data)) return posix.join(data, "pyward");
  return home ? posix.join(home, ".local", "share", "pyward") : null;
}
