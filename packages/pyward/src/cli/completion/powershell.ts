import type { CommandShape, Value } from "./command-shape.ts";
import { everyCommand, withDefaultCommand } from "./every-command.ts";

/** For Windows PowerShell 5.1 and PowerShell 7. Where nothing is offered, PowerShell itself offers files. */
export function powershellCompletion(program: CommandShape): string {
  const entries = everyCommand(withDefaultCommand(program)).map(entryOf).join("\n");
  return `# Completion of pyward for PowerShell, made by \`pyward completion powershell\`.
# In $PROFILE: pyward completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName pyward -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $known = @{
${entries}
    }
${BODY}`;
}

const BODY = `    $typed = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    $command = ''
    $last = ''
    for ($index = 1; $index -lt $typed.Count; $index++) {
        $word = $typed[$index]
        if ($index -le 2 -and $known[$command].Commands.Contains($word)) {
            $command = ($command + ' ' + $word).Trim()
            $last = ''
        } else {
            $last = $word
        }
    }
    $facts = $known[$command]
    $prefix = ''
    $offered = @()
    if ($wordToComplete -match '^(--[a-z-]+)=(.*)$' -and $facts.Values.Contains($Matches[1])) {
        $prefix = $Matches[1] + '='
        foreach ($value in $facts.Values[$Matches[1]]) { $offered += ,@($value, $value) }
    } elseif ($facts.Values.Contains($last)) {
        foreach ($value in $facts.Values[$last]) { $offered += ,@($value, $value) }
    } elseif ($facts.Taking -ccontains $last) {
        return
    } elseif ($wordToComplete.StartsWith('-')) {
        $offered = $facts.Options
    } else {
        foreach ($value in $facts.Words) { $offered += ,@($value, $value) }
        if ($typed.Count -le 1 + ($command -split ' ' -ne '').Count) {
            foreach ($name in $facts.Commands.Keys) { $offered += ,@($name, $facts.Commands[$name]) }
        }
    }
    foreach ($pair in $offered) {
        $text = $prefix + $pair[0]
        if ($text.StartsWith($wordToComplete)) {
            [System.Management.Automation.CompletionResult]::new($text, $pair[0], 'ParameterValue', $pair[1])
        }
    }
}
`;

function entryOf({ path, options, commands, arguments: positions }: CommandShape): string {
  const described = options.flatMap(({ names, says }) => names.map((name) => [name, says] as const));
  // What `--allow-gaps` takes is joined to it by `=`.
  const taking = options.filter(({ value }) => value.kind !== "none" && value.kind !== "list");
  const values = options.flatMap(({ names, value }) =>
    "words" in value
      ? names.map((name) => `${quoted(name)} = ${array(value.kind === "list" ? [] : value.words)}`)
      : [],
  );
  return `        ${quoted(path.join(" "))} = @{
            Commands = ${table(commands.map(({ name, summary }) => [name, summary]))}
            Options = ${pairs(described)}
            Taking = ${array(taking.flatMap(({ names }) => names))}
            Values = @{ ${values.join("; ")} }
            Words = ${array(positions.flatMap(({ value }) => wordsOf(value)))}
        }`;
}

function wordsOf(value: Value): readonly string[] {
  return value.kind === "words" ? value.words : [];
}

function table(entries: readonly (readonly [string, string])[]): string {
  return `@{ ${entries.map(([name, says]) => `${quoted(name)} = ${quoted(says)}`).join("; ")} }`;
}

/** A table takes `-v` and `-V` for the same key. */
function pairs(entries: readonly (readonly [string, string])[]): string {
  return `@(${entries.map((pair) => `@(${pair.map(quoted).join(", ")})`).join(", ")})`;
}

function array(items: readonly string[]): string {
  return `@(${items.map(quoted).join(", ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
