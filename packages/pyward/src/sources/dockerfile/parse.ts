import { fileOrigin, type Origin } from "../../model/index.ts";
import { parseJson, type JsonNode } from "../../syntax/json/index.ts";
import { positionsIn } from "../../syntax/lines.ts";
import { ShellVariables, type ShellText } from "../../syntax/shell/index.ts";
import { addInstalls, noMentions, type Mentions } from "../shared/pip-command/index.ts";
import { readInstructions } from "./instructions.ts";
import { Stages } from "./stages.ts";

/**
 * Reads what the `RUN` instructions of a Dockerfile install, with the values that `ARG` and `ENV` give, as BuildKit's
 * reference has them (docs.docker.com/reference/dockerfile). Nothing is built, and no image is looked at.
 */
export function readDockerfile(path: string, text: string): Mentions {
  const { instructions, escape } = readInstructions(text);
  const positionOf = positionsIn(text);
  const mentions = noMentions();
  const stages = new Stages();
  for (const instruction of instructions) {
    const { name, offsetOf } = instruction;
    if (name !== "RUN") {
      stages.follow(instruction, escape);
      continue;
    }
    const originAt = (offset: number): Origin => ({
      ...fileOrigin(path),
      ...positionOf(Math.min(text.length, offsetOf(offset))),
    });
    const variables = new ShellVariables(stages.variables);
    const script = { variables, ...(escape === null ? {} : { escape }) };
    const words = execForm(instruction.text);
    const placed =
      words === null
        ? { script: { ...script, text: command(instruction.text) }, originAt }
        : { script: quoted(words), originAt: () => originAt(0) };
    if (!addInstalls({ ...placed, scope: "main" }, mentions)) break;
  }
  return mentions;
}

/** Options of the instruction itself are blanks for the shell, so that places stay. */
function command(text: string): string {
  const options = /^(?:\s*--[a-z]+(?:=\S*)?(?=\s))+/.exec(text)?.[0] ?? "";
  return " ".repeat(options.length) + text.slice(options.length);
}

/** `["pip", "install", "x"]`: no shell takes part, and no variable is put in. Null where it is no such list. */
function execForm(text: string): readonly string[] | null {
  const list = /^(?:\s*--[a-z]+(?:=\S*)?\s)*\s*(\[[^]*\])\s*$/.exec(text)?.[1];
  const parsed = list === undefined ? null : parseJson(list);
  if (parsed === null || !parsed.ok || parsed.document.root.kind !== "array") return null;
  const words = parsed.document.root.items.map(stringOf);
  return words.every((word) => word !== null) ? words : null;
}

function stringOf(node: JsonNode): string | null {
  return node.kind === "string" ? node.value : null;
}

function quoted(words: readonly string[]): ShellText {
  const text = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  return { text, variables: new ShellVariables() };
}
