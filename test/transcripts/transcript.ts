// A transcript is commands and what they answer, in one text that reads like a terminal:
//
//     # why this case exists
//     $ pyward audit . --database ../advisories
//     …stdout…
//     [stderr]
//     …stderr…
//     [exit 1]
//
// `UPDATE=1 npx vitest run test/transcripts` fills in the answers, so that a new case is written as its `$` lines.

/** One command: `NAME=VALUE… pyward ARGUMENT…`, split as a shell would, without being one. */
export interface Command {
  /** The line as written, and the comment lines above it. */
  readonly head: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/**
 * The commands of a transcript. An answer ends with its `[exit N]`, so that a `$` inside it is output; commands that
 * were never run have no answers at all and follow each other.
 */
export function commandsOf(transcript: string): Command[] {
  const commands: Command[] = [];
  const isNew = !/^\[exit \S+\]$/mu.test(transcript);
  let head: string[] = [];
  let isAnswer = false;
  for (const line of transcript.split("\n")) {
    if (isAnswer) {
      isAnswer = !/^\[exit \S+\]$/u.test(line);
    } else if (line !== "") {
      head.push(line);
      if (!line.startsWith("$ ")) continue;
      commands.push({ head, ...splitCommand(line.slice(2)) });
      head = [];
      isAnswer = !isNew;
    }
  }
  return commands;
}

/** A command with its answer, as it stands in a transcript. */
export function render(command: Command, answer: Answer): string {
  const stderr = answer.stderr === "" ? "" : `[stderr]\n${visible(answer.stderr)}`;
  return `${command.head.join("\n")}\n${visible(answer.stdout)}${stderr}[exit ${answer.code}]\n`;
}

/** Control characters are shown as escapes, and every text ends its line. */
function visible(text: string): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === "\n" ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return shown === "" || shown.endsWith("\n") ? shown : `${shown}\\no newline\n`;
}

function splitCommand(line: string): Pick<Command, "environment" | "argv"> {
  const words = [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/gu)].map(([word]) =>
    word.replaceAll(/["']/gu, ""),
  );
  const program = words.indexOf("pyward");
  if (program === -1) throw new Error(`a transcript runs pyward and nothing else: ${line}`);
  const environment = Object.fromEntries(words.slice(0, program).map((word) => assignment(word)));
  return { environment, argv: words.slice(program + 1) };
}

function assignment(word: string): [string, string] {
  const [name = "", ...value] = word.split("=");
  return [name, value.join("=")];
}
