import { posix, win32 } from "node:path";

/**
 * The user's own configuration: `pyward/pyward.toml` where the system has the configuration of a user's programs (XDG Base
 * Directory Specification; `%APPDATA%`). A relative `XDG_CONFIG_HOME` is ignored, as it wants. Null where the environment
 * names no home.
 */
export function userConfigFile(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | null {
  if (platform === "win32") {
    const { APPDATA: data } = environment;
    return data ? win32.join(data, "pyward", "pyward.toml") : null;
  }
  const { HOME: home, XDG_CONFIG_HOME: config } = environment;
  if (config && posix.isAbsolute(config)) return posix.join(config, "pyward", "pyward.toml");
  return home ? posix.join(home, ".config", "pyward", "pyward.toml") : null;
}
