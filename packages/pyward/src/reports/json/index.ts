import type { Report } from "../../model/index.ts";
import { escapeHidden } from "../shared/escape-hidden.ts";
import type { Reporter } from "../shared/reporter.ts";
import { meta } from "./meta.ts";

/**
 * All of the report, keys in the order in which it was assembled or read: the contract's. One line for each key and
 * for each entry of a list, so that two reports can be compared line by line. Lossless: `readReport` gives an equal
 * report back.
 */
export const json: Reporter = { meta, render };

function render(report: Report): string {
  const lines = Object.entries(report).map(([key, value]) => `  ${JSON.stringify(key)}: ${valueOf(value)}`);
  return `${escapeHidden(`{\n${lines.join(",\n")}\n}`)}\n`;
}

function valueOf(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
}
