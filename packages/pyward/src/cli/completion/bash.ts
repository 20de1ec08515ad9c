import type { CommandShape, Value } from "./command-shape.ts";
import { everyCommand, withDefaultCommand } from "./every-command.ts";

/**
 * For bash 3.2 and newer, without the package bash-completion. Bash breaks words at `=` and `:` (COMP_WORDBREAKS), so that
 * `--format=json:out.json` comes as five words.
 */
export function bashCompletion(program: CommandShape): string {
  const whole = withDefaultCommand(program);
  const cases = everyCommand(whole).map(factsOf).join("\n");
  return `# Completion of pyward for bash, made by \`pyward completion bash\`.
# In ~/.bashrc: source <(pyward completion bash)

# What is known of the command $1 and its option $2: options, commands, arguments, and the kind and words of a value.
_pyward_facts() {
  options= commands= arguments= kind=none words=
  case "$1" in
${cases}
  esac
}

${BODY}`;
}

/** Reads the words before the cursor: the command, how many arguments, and what waits for its value. */
const BODY = `_pyward() {
  local options commands arguments kind words
  local current="\${COMP_WORDS[COMP_CWORD]}" option= command= position=0 index word pending=
  local candidates= prefix= line
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ "$word" == "=" && -n "$option" ]]; then pending=$option; option=; continue; fi
    if [[ "$word" == ":" && "$kind" == outputs ]]; then pending=:; continue; fi
    if [[ -n "$pending" ]]; then option=; pending=; continue; fi
    option=
    if [[ "$word" == -* ]]; then
      _pyward_facts "$command" "$word"
      option=$word
      [[ "$kind" == none || "$kind" == list ]] || pending=$word
      continue
    fi
    _pyward_facts "$command" ""
    if [[ $position == 0 && " $commands " == *" $word "* ]]; then
      command="\${command:+$command }$word"
    else
      position=$((position + 1))
    fi
  done
  if [[ "$current" == "=" && -n "$option" ]]; then pending=$option; current=; fi
  if [[ "$current" == ":" && "$kind" == outputs ]]; then pending=:; current=; fi
  if [[ "$current" == --*=* ]]; then
    pending="\${current%%=*}"
    prefix="$pending="
    current="\${current#*=}"
  fi
  if [[ "$pending" == ":" ]]; then
    kind=files
  elif [[ -n "$pending" ]]; then
    _pyward_facts "$command" "$pending"
    if [[ "$kind" == outputs && "$current" == *:* ]]; then prefix="$prefix\${current%%:*}:"; current="\${current#*:}"; kind=files; fi
  else
    _pyward_facts "$command" ""
    if [[ "$current" == -* ]]; then
      kind=words words=$options
    elif [[ $position == 0 && -n "$commands" ]]; then
      candidates=$(compgen -W "$commands" -- "$current")
    fi
    if [[ "$current" != -* ]]; then
      set -- $arguments
      while [[ $# -gt 1 && $position -gt 0 && "\${1-}" != *+ ]]; do shift; position=$((position - 1)); done
      if [[ "\${1-}" == *+ || $position == 0 ]]; then kind="\${1-}" kind="\${kind%+}"; else kind=free; fi
      if [[ "$kind" == words:* ]]; then words="\${kind#words:}"; words="\${words//,/ }"; kind=words; fi
    fi
  fi
  case "$kind" in
    words | outputs) candidates=$(compgen -W "$words" -- "$current") ;;
    list)
      if [[ "$current" == *,* ]]; then prefix="$prefix\${current%,*},"; current="\${current##*,}"; fi
      candidates=$(compgen -W "$words" -- "$current")
      ;;
    files)
      compopt -o filenames 2>/dev/null
      line=$(compgen -f -- "$current")
      candidates="$candidates\${candidates:+\${line:+$'\\n'}}$line"
      ;;
    folders)
      compopt -o filenames 2>/dev/null
      candidates=$(compgen -d -- "$current")
      ;;
  esac
  while IFS= read -r line; do
    [[ -n "$line" ]] && COMPREPLY+=("$prefix$line")
  done <<<"$candidates"
  return 0
}

complete -F _pyward pyward
`;

function factsOf({ path, options, commands, arguments: positions }: CommandShape): string {
  const lines = [
    `      options="${options.flatMap(({ names }) => names).join(" ")}"`,
    `      commands="${commands.map(({ name }) => name).join(" ")}"`,
    `      arguments="${positions.map(({ value, isRepeated }) => positionOf(value) + (isRepeated ? "+" : "")).join(" ")}"`,
    '      case "$2" in',
    ...options.flatMap(({ names, value }) => {
      const facts = valueFacts(value);
      return facts === null ? [] : [`        ${names.join(" | ")}) ${facts} ;;`];
    }),
    "      esac",
    "      ;;",
  ];
  return [`    "${path.join(" ")}")`, ...lines].join("\n");
}

function positionOf(value: Value): string {
  return value.kind === "words" ? `words:${value.words.join(",")}` : value.kind;
}

function valueFacts(value: Value): string | null {
  if (value.kind === "none") return null;
  return "words" in value ? `kind=${value.kind} words="${value.words.join(" ")}"` : `kind=${value.kind}`;
}
