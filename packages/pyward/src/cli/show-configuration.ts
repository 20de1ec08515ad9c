import type { Command } from "commander";
import { KEY_NAMES, KEYS, type KeyName } from "../config/keys.ts";
import type { MergedConfig } from "../load-configuration.ts";
import { placeText, type Bar, type ConfigPlace } from "../model/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { AuditOptions } from "./options.ts";

/** A value and where it comes from: a place in a file, the command line, or the default. */
interface Shown {
  readonly key: string;
  readonly value: unknown;
  readonly from: ConfigPlace | "command line" | "default";
}

/** The answer to `--show-config`: each effective value with where it comes from; JSON where that is the format. */
export function showConfiguration(command: Command, options: AuditOptions, merged: MergedConfig): string {
  const values = [...KEY_NAMES.flatMap((key) => shownOf(key, command, merged)), ...merged.bars.map(shownBar)];
  const files = merged.files.map(({ path, sha256, isTrusted, isFloor }) => ({
    path,
    sha256,
    trusted: isTrusted,
    extended: isFloor,
  }));
  if (asksForJson(options.format)) {
    const waivers = merged.waivers.map(({ span, place, ...waiver }) => ({ ...waiver, ...place, ...span }));
    return `{\n  "files": ${lines(files)},\n  "values": ${lines(values)},\n  "waivers": ${lines(waivers)}\n}\n`;
  }
  const width = Math.max(...values.map((one) => textOf(one).length));
  return [
    ...values.map((one) => `${textOf(one).padEnd(width)}  ${fromText(one.from)}`),
    "",
    ...(files.length === 0
      ? ["no configuration was found"]
      : files.map(({ path, sha256 }) => `${path}  sha256:${sha256}`)),
    `${merged.waivers.length} ${merged.waivers.length === 1 ? "waiver" : "waivers"}; pyward ignore list shows them`,
    "",
  ]
    .map(neutralise)
    .join("\n");
}

/** The reports of an audit are a list; what `fix` prints is a word. */
function asksForJson(format: unknown): boolean {
  return [format].flat().some((one: unknown) => (isFormat(one) ? one.format : one) === "json");
}

function isFormat(value: unknown): value is { readonly format: unknown } {
  return typeof value === "object" && value !== null && "format" in value;
}

/** A JSON list with a line for each entry. */
function lines(items: readonly unknown[]): string {
  return items.length === 0
    ? "[]"
    : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
}

function shownOf(
  key: KeyName,
  command: Command,
  { settings, neverWaive, internal }: MergedConfig,
): readonly Shown[] {
  const option = command.options.find(({ long }) => long === `--${key}`);
  const name = option?.attributeName();
  if (option !== undefined && name !== undefined && command.getOptionValueSource(name) === "cli") {
    const value: unknown = command.getOptionValue(name);
    return [{ key, value: plain(option.negate ? value === false : value), from: "command line" }];
  }
  const setting = settings.get(key);
  if (key === "never-waive" && neverWaive.length > 0)
    return neverWaive.map(({ text, place }) => ({ key, value: text, from: place }));
  if (key === "internal" && internal.length > 0)
    return internal.map(({ text, place }) => ({ key, value: text, from: place }));
  if (setting !== undefined) {
    const { value, place } = setting;
    const shown = value.kind === "list" ? value.items.map(({ text }) => text) : value.value;
    return [{ key, value: shown, from: place }];
  }
  return [{ key, value: defaultOf(key, option?.defaultValue), from: "default" }];
}

function defaultOf(key: KeyName, value: unknown): unknown {
  if (key === "require-reason") return true;
  if (KEYS[key].type.kind === "flag") return false;
  return value ?? null;
}

/** What the readers of options made, as it was typed. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("image" in value) return value.image;
  if ("format" in value && "file" in value)
    return value.file === null ? value.format : [value.format, value.file].join(":");
  if ("id" in value && "reason" in value)
    return value.reason === null ? value.id : [value.id, value.reason].join("=");
  return value;
}

function shownBar({ kind, name, failOn, place }: Bar): Shown {
  return { key: `${kind}s.${JSON.stringify(name)}.fail-on`, value: failOn, from: place };
}

function textOf({ key, value }: Shown): string {
  return `${key} = ${value === null ? "unset" : JSON.stringify(value)}`;
}

function fromText(from: Shown["from"]): string {
  return typeof from === "string" ? from : placeText(from);
}
