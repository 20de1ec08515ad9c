import type { CommandShape, OptionShape, Value } from "./command-shape.ts";
import { everyCommand, withDefaultCommand } from "./every-command.ts";

/** For fish 3 and newer. */
export function fishCompletion(program: CommandShape): string {
  const whole = withDefaultCommand(program);
  const groups = program.commands.filter(({ commands }) => commands.length > 0);
  return `# Completion of pyward for fish, made by \`pyward completion fish\`.
# pyward completion fish > ~/.config/fish/completions/pyward.fish

# The command that is being typed, such as "db import"; nothing for the usual one.
function __pyward_command
    set -l words (commandline -opc)
    set -l names ${program.commands.map(({ name }) => name).join(" ")}
    if not contains -- "$words[2]" $names
        return
    end
    switch "$words[2]"
${groups.map(groupCase).join("\n")}
        case '*'
            echo $words[2]
    end
end

function __pyward_in
    set -l command (__pyward_command)
    test "$command" = "$argv[1]"
end

# Whether nothing but pyward, and the group of commands, stands before.
function __pyward_first
    __pyward_in "$argv[1]"; and test (count (commandline -opc)) -eq $argv[2]
end

complete -c pyward -f
${everyCommand(whole).flatMap(linesOf).join("\n")}
`;
}

function groupCase({ name, commands }: CommandShape): string {
  return `        case ${name}
            if contains -- "$words[3]" ${commands.map((child) => child.name).join(" ")}
                echo "$words[2] $words[3]"
            else
                echo $words[2]
            end`;
}

function linesOf({ path, options, commands, arguments: positions }: CommandShape): readonly string[] {
  const where = `-n '__pyward_in "${path.join(" ")}"'`;
  const first = `-n '__pyward_first "${path.join(" ")}" ${path.length + 1}'`;
  const names = commands.map(
    ({ name, summary }) => `complete -c pyward ${first} -a ${name} -d ${quoted(summary)}`,
  );
  const positional = positions.flatMap(({ value }) => {
    if (value.kind === "files" || value.kind === "folders") return [`complete -c pyward ${where} -F`];
    return value.kind === "words" ? [`complete -c pyward ${where} -a ${quoted(value.words.join(" "))}`] : [];
  });
  return [...names, ...new Set(positional), ...options.map((option) => optionLine(where, option))];
}

function optionLine(where: string, { names, value, says }: OptionShape): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return `complete -c pyward ${where} ${flags.join(" ")}${valueFlags(value)} -d ${quoted(says)}`;
}

function valueFlags(value: Value): string {
  switch (value.kind) {
    case "none":
      return "";
    case "free":
      return " -x";
    case "files":
      return " -r -F";
    case "folders":
      return " -x -a '(__fish_complete_directories)'";
    case "words":
      return ` -x -a ${quoted(value.words.join(" "))}`;
    case "outputs":
      return ` -r -F -a ${quoted(value.words.join(" "))}`;
    case "list":
      // Its value is joined by `=` or absent: fish offers it behind `=` alone where it is not required.
      return ` -f -a ${quoted(value.words.join(" "))}`;
    default:
      return value satisfies never;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
