import { CommanderError, Help, Option, type Command } from "commander";

/** Options that `-h` shows: the everyday ones, with what it says of them. `--help` shows all. */
const everyday = new WeakMap<Option, string>();

/** Marks an option as one that `-h` shows, in fewer words where its description is long. */
export function everydayOption(option: Option, brief = option.description): Option {
  everyday.set(option, brief);
  return option;
}

/** What may be typed for an option that reads its values itself: for completion. */
const offered = new WeakMap<Option, readonly string[]>();

/** Says which words an option takes, where it has a reader of its own in place of `choices`. */
export function offering(option: Option, words: readonly string[]): Option {
  offered.set(option, words);
  return option;
}

/** Null: nothing is known. */
export function wordsOffered(option: Option): readonly string[] | null {
  return option.argChoices ?? offered.get(option) ?? null;
}

/** Commands that `-h` leaves to `--help`. */
const rare = new WeakSet<Command>();

export function rareCommand(command: Command): void {
  rare.add(command);
}

const examplesByCommand = new WeakMap<Command, readonly string[]>();

export function examplesOf(command: Command): readonly string[] {
  return examplesByCommand.get(command) ?? [];
}

/**
 * `-h` for one screen, `--help` for everything, both with examples. Commander's own help option knows one text only,
 * so it is replaced by two ordinary options that end the run.
 */
export function useTwoHelps(command: Command, examples: readonly string[]): void {
  const short = everydayOption(new Option("-h", "this help"));
  const long = everydayOption(new Option("--help", "all options"));
  examplesByCommand.set(command, examples);
  command.helpOption(false).addOption(short).addOption(long);
  command.on("option:h", () => show(command, examples, true));
  command.on("option:help", () => show(command, examples, false));
}

function show(command: Command, examples: readonly string[], isShort: boolean): never {
  const help = isShort ? new EverydayHelp() : new WholeHelp();
  const output = command.configureOutput();
  help.prepareContext({ helpWidth: output.getOutHelpWidth?.() ?? 80 });
  output.writeOut?.(
    `${help.formatHelp(command, help)}\nExamples:\n${examples.map(indent).join("")}${more(command, isShort)}`,
  );
  throw new CommanderError(0, "pyward.help", "help was shown");
}

function indent(line: string): string {
  return `  ${line}\n`;
}

function more(command: Command, isShort: boolean): string {
  // Of the commands as a whole the few options say it themselves.
  const isLong = command.parent !== null && command.options.some((option) => !everyday.has(option));
  return isShort && isLong ? "\n--help shows every option.\n" : "";
}

/** Descriptions say what they need to; commander would add every default and every choice to them. */
class WholeHelp extends Help {
  override optionDescription(option: Option): string {
    return option.description;
  }
}

/** Without the arguments: the usage line has them, and the examples show them. */
class EverydayHelp extends WholeHelp {
  override optionDescription(option: Option): string {
    return everyday.get(option) ?? option.description;
  }

  override visibleOptions(command: Command): Option[] {
    return super.visibleOptions(command).filter((option) => everyday.has(option));
  }

  override visibleCommands(command: Command): Command[] {
    return super.visibleCommands(command).filter((child) => !rare.has(child));
  }

  override visibleArguments(): [] {
    return [];
  }
}
