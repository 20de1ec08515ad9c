import { baseName } from "../../../model/index.ts";
import type { ShellWord } from "../../../syntax/shell/index.ts";
import { NONE, PIP, PIPX, UV, UV_PIP, type ValueOptions } from "./options.ts";

/** A command that installs, and its arguments. */
export interface Tool {
  readonly name: "pip" | "uv" | "pipx" | "conda";
  readonly options: ValueOptions;
  readonly words: readonly ShellWord[];
}

/** Words before a command that are no command of their own (POSIX 2.4), and programs that run what follows as it is. */
const TRANSPARENT = new Set(["!", "{", "do", "elif", "else", "if", "then", "time", "until", "while"]);
const WRAPPERS = new Set(
  `arch builtin chroot command conda doas env eval exec flock gosu hatch linux32 linux64 mamba micromamba nice nohup pdm
  pipenv poetry retry runuser setarch setpriv su-exec sudo timeout uv xargs xvfb-run`.split(/\s+/),
);

/** What a command installs with; null: it installs nothing that is known here. */
export function findTool(command: readonly ShellWord[]): Tool | null {
  const words = withoutPrefix(command);
  const tool = toolAt(words);
  if (tool !== null || !WRAPPERS.has(programOf(words[0]))) return tool;
  for (let at = 1; at < words.length; at++) {
    const inside = toolAt(words.slice(at));
    if (inside !== null) return inside;
  }
  return null;
}

/** Behind assignments and reserved words. */
export function withoutPrefix(words: readonly ShellWord[]): readonly ShellWord[] {
  const first = words.findIndex(({ text }) => !isAssignment(text) && !TRANSPARENT.has(text));
  return first === -1 ? [] : words.slice(first);
}

/** `NAME=value`. */
export function isAssignment(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*=/.test(text);
}

/** The program's name without its folder. */
export function programOf(word: ShellWord | undefined): string {
  return baseName((word?.text ?? "").replaceAll("\\", "/")).replace(/\.exe$/i, "");
}

const PIP_NAME = /^pip[0-9.]*$/;
const PYTHON_NAME = /^(?:python[0-9.]*|pypy[0-9.]*|py)$/;

function toolAt(words: readonly ShellWord[]): Tool | null {
  const [head, second, third] = words;
  if (head === undefined) return null;
  const program = programOf(head);
  if (PIP_NAME.test(program)) return pip(words.slice(1), ["install", "wheel", "download"]);
  if (PYTHON_NAME.test(program) || isInterpreter(head)) {
    const module = words.findIndex(({ text }) => text === "-m");
    const isPip = module > 0 && module < 6 && PIP_NAME.test(words[module + 1]?.text ?? "");
    return isPip ? pip(words.slice(module + 2), ["install", "wheel", "download"]) : null;
  }
  if (program === "uv") {
    if (second?.text === "pip" && third?.text === "install")
      return { name: "uv", options: UV_PIP, words: words.slice(3) };
    if (second?.text === "tool" && third?.text === "install")
      return { name: "uv", options: UV, words: words.slice(3) };
    return second?.text === "add" ? { name: "uv", options: UV, words: words.slice(2) } : null;
  }
  if (program === "pipx" && second?.text === "install")
    return { name: "pipx", options: PIPX, words: words.slice(2) };
  // What stands first is the environment that the others are put into.
  if (program === "pipx" && second?.text === "inject")
    return { name: "pipx", options: PIPX, words: words.slice(3) };
  const isConda = /^(?:conda|mamba|micromamba)$/.test(program);
  const doesInstall = isConda && (second?.text === "install" || second?.text === "create");
  return doesInstall ? { name: "conda", options: NONE, words: words.slice(2) } : null;
}

/** An interpreter that is named by a variable, as in `$PYTHON -m pip` and `!{sys.executable} -m pip`. */
function isInterpreter({ text, isComputed }: ShellWord): boolean {
  return isComputed || /\{sys\.executable\}|\$sys\.executable/.test(text);
}

/** pip's own options may stand before the command. */
function pip(words: readonly ShellWord[], commands: readonly string[]): Tool | null {
  for (let at = 0; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (commands.includes(text)) return { name: "pip", options: PIP, words: words.slice(at + 1) };
    if (!text.startsWith("-") && !PIP.long.has((words[at - 1]?.text ?? "").replace(/^--/, ""))) return null;
  }
  return null;
}
