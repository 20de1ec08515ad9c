import type { Command, Option } from "commander";
import type { PlacedText, Setting } from "../config/config-file.ts";
import type { MergedConfig } from "../load-configuration.ts";
import { placeText, PywardError, type ConfigPlace } from "../model/index.ts";

/**
 * The options of a command as a configuration completes them: what was typed stays. Each value goes through the option's own
 * reader, so that it means the same in a file. Throws PywardError `bad-configuration` where that refuses it.
 */
export function completeOptions<T extends object>(
  command: Command,
  options: T,
  { settings }: MergedConfig,
): T {
  for (const option of command.options) {
    const name = option.attributeName();
    // Of another project of the same run.
    if (command.getOptionValueSource(name) === "config")
      command.setOptionValueWithSource(name, option.defaultValue, "default");
  }
  for (const setting of settings.values()) {
    if (setting.key === "ignore") continue; // its texts are waivers, with their places
    const option = command.options.find(({ long }) => long === `--${setting.key}`);
    if (option === undefined || command.getOptionValueSource(option.attributeName()) === "cli") continue;
    command.setOptionValueWithSource(option.attributeName(), valueFor(option, setting), "config");
  }
  return { ...options, ...command.opts<T>() };
}

function valueFor(option: Option, { key, value, place }: Setting): unknown {
  switch (value.kind) {
    case "flag":
      // `--no-dev` sets `dev`; what is not asked for is at its default.
      return value.value ? !option.negate : option.defaultValue;
    case "whole":
    case "share":
    case "text":
      return value.value;
    case "list":
      return key === "allow-gaps" ? gapsOf(value.items) : folded(option, value.items, place);
    default:
      return value satisfies never;
  }
}

function gapsOf(items: readonly PlacedText[]): "all" | readonly string[] {
  const codes = items.map(({ text }) => text);
  return codes.includes("all") ? "all" : codes;
}

/** As if the option had been given once for each text. */
function folded(option: Option, items: readonly PlacedText[], place: ConfigPlace): unknown {
  if (items.length === 0) return option.defaultValue;
  let value: unknown;
  for (const item of items) value = parsed(option, item, { place, before: value });
  return value;
}

function parsed(
  { parseArg }: Option,
  item: PlacedText,
  { place, before }: { readonly place: ConfigPlace; readonly before: unknown },
): unknown {
  if (parseArg === undefined) return item.text;
  try {
    return parseArg(item.text, before);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new PywardError("bad-configuration", `${placeText(item.place ?? place)}: ${message}`, {
      cause: error,
    });
  }
}
