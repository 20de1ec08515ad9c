// The only place that starts a program: the user's own keyring, never anything that is audited (decision 0063).
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, relative, sep } from "node:path";

/** What is known of the machine, and of what is audited on it. */
export interface KeyringPlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** What lies in one of these is not the user's own: what is audited, and the current folder. */
  readonly untrusted: readonly string[];
}

export type Keyring =
  /** `password`: what keyring has for a service and a user; null: nothing, or it did not answer in time. */
  | { readonly kind: "keyring"; password(service: string, user: string): string | null }
  /** `isUntrusted`: there is one, and it lies where it is not run. */
  | { readonly kind: "none"; readonly isUntrusted: boolean };

/** A keyring that is locked waits for its user. */
const PATIENCE = 20_000;
const LONGEST = 65_536;

/** The `keyring` of PATH, as pip and uv start it with the provider `subprocess`; each question is put once. */
export function findKeyring(place: KeyringPlace): Keyring {
  const found = programsIn(place);
  const program = found.find((path) => isTrusted(path, place));
  if (program === undefined) return { kind: "none", isUntrusted: found.length > 0 };
  return {
    kind: "keyring",
    password(service, user) {
      const key = JSON.stringify([program, service, user]);
      const known = ANSWERS.get(key);
      if (known !== undefined) return known;
      const password = ask(program, [service, user], place);
      ANSWERS.set(key, password);
      return password;
    },
  };
}

/** Of this run: the indexes are opened by whoever asks them, and a user is bothered once. */
const ANSWERS = new Map<string, string | null>();

/** Where PATH has one, in its order. A relative folder is the current one's: it is never looked into. */
function programsIn({ environment, platform }: KeyringPlace): readonly string[] {
  const isWindows = platform === "win32";
  const path = environment["PATH"] ?? (isWindows ? environment["Path"] : undefined) ?? "";
  // Scripts of cmd.exe would need a shell.
  const name = isWindows ? "keyring.exe" : "keyring";
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Neither it nor what it links to lies there, and neither does what a folder on the way links to. */
function isTrusted(path: string, { untrusted }: KeyringPlace): boolean {
  const places = [path, realpathSync(path)];
  const folders = untrusted.flatMap((folder) => [folder, realOr(folder)]);
  return !places.some((one) => folders.some((folder) => isBelow(one, folder)));
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!isAbsolute(way) && way !== ".." && !way.startsWith(`..${sep}`));
}

/** `keyring get SERVICE USER`, without a shell, from its own folder; its messages are nobody's. Null: it has none. */
function ask(
  program: string,
  question: readonly [service: string, user: string],
  { environment }: KeyringPlace,
): string | null {
  // A word that starts with a dash would be an option.
  if (question.some((word) => word.startsWith("-") || word.includes("\0"))) return null;
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status, stdout } = spawnSync(program, ["get", ...question], {
    cwd: dirname(program),
    env: { ...environment, PYTHONIOENCODING: "utf-8" },
    stdio: ["ignore", "pipe", "ignore"],
    encoding: "utf8",
    shell: false,
    windowsHide: true,
    timeout: PATIENCE,
    killSignal: "SIGKILL",
    maxBuffer: LONGEST,
  });
  const password = status === 0 ? stdout.replace(/\r?\n$/, "") : "";
  return password === "" ? null : password;
}
