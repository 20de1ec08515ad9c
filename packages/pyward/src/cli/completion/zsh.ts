import type { CommandShape, OptionShape, Value } from "./command-shape.ts";
import { everyCommand, withDefaultCommand } from "./every-command.ts";

/** For the completion system of zsh (compsys), as an autoloaded file or sourced behind compinit. */
export function zshCompletion(program: CommandShape): string {
  const functions = everyCommand(withDefaultCommand(program)).toReversed().map(functionOf);
  return `#compdef pyward
# Completion of pyward for zsh, made by \`pyward completion zsh\`.
# pyward completion zsh > "\${fpath[1]}/_pyward"; or, behind compinit: source <(pyward completion zsh)

# One of some words, and behind a colon a file.
_pyward_output() {
  if compset -P '*:'; then _files; else compadd -q -S '' -a words_offered; fi
}

${functions.join("\n\n")}

if [[ "\${funcstack[1]}" == _pyward ]]; then _pyward "$@"; else compdef _pyward pyward; fi
`;
}

function functionOf({ path, options, commands, arguments: positions }: CommandShape): string {
  const name = ["_pyward", ...path].join("_");
  const specs = [
    ...options.map(optionSpec),
    ...positions.map(({ value, name: label, isRepeated }, index) =>
      quoted(`${isRepeated ? "*" : String(index + 1)}:${plain(label)}:${action(value)}`),
    ),
  ];
  const call = `_arguments -s -S : \\\n    ${specs.join(" \\\n    ")}`;
  if (commands.length === 0) return `${name}() {\n  ${call}\n}`;
  const list = commands.map((child) => quoted(`${child.name}:${child.summary.replaceAll(":", "\\:")}`));
  const cases = commands.map(
    (child) => `    ${child.name}) shift words; (( CURRENT-- )); ${name}_${child.name}; return ;;`,
  );
  return `${name}() {
  local -a commands
  commands=(
    ${list.join("\n    ")}
  )
  if (( CURRENT > 2 )); then
    case "$words[2]" in
  ${cases.join("\n  ")}
    esac
  elif [[ "$PREFIX" != -* ]]; then
    _describe -t commands command commands
  fi
  ${call}
}`;
}

/** `'(-f --format)'{-f+,--format=}'[what it says]:<F>:action'`, which may be given again. */
function optionSpec({ names, placeholder, value, says }: OptionShape): string {
  const joined = names.map((name) => {
    if (value.kind === "none") return name;
    if (value.kind === "list") return `${name}=-`;
    return name.startsWith("--") ? `${name}=` : `${name}+`;
  });
  const text = `[${says.replaceAll(/[[\]\\]/g, String.raw`\$&`)}]`;
  const optional = value.kind === "list" ? "::" : ":";
  const tail = value.kind === "none" ? "" : `${optional}${plain(placeholder ?? "")}:${action(value)}`;
  const [first = ""] = joined;
  const spec = joined.length > 1 ? `{${joined.join(",")}}` : first;
  return `'*'${spec}${quoted(text + tail)}`;
}

function action(value: Value): string {
  switch (value.kind) {
    case "none":
    case "free":
      return " ";
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    case "words":
      return `(${value.words.join(" ")})`;
    case "outputs":
      return `{ local -a words_offered; words_offered=(${value.words.join(" ")}); _pyward_output }`;
    case "list":
      return `_values -s , code ${value.words.join(" ")}`;
    default:
      return value satisfies never;
  }
}

/** Without what ends a field of a specification. */
function plain(text: string): string {
  return text
    .replaceAll(/[<>]/g, "")
    .replaceAll(/[^A-Za-z|]+/g, " ")
    .trim();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
