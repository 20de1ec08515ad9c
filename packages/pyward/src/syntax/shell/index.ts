export { readShell } from "./read-shell.ts";
export { ShellVariables } from "./variables.ts";
export type { HereDocument, ShellCommand, ShellText, ShellWord } from "./command.ts";
