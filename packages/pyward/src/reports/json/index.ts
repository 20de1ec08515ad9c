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
  const entries = Object.entries(report);
  const lines = ["{"];
  entries.forEach(([key, value], at) => addLines(lines, key, { value, isLast: at === entries.length - 1 }));
  // Put together once: a report can be megabytes.
  lines.push("}", "");
  return escapeHidden(lines.join("\n"));
}

interface Entry {
  readonly value: unknown;
  readonly isLast: boolean;
}

function addLines(lines: string[], key: string, { value, isLast }: Entry): void {
  const head = `  ${JSON.stringify(key)}: `;
  const end = isLast ? "" : ",";
  if (!Array.isArray(value) || value.length === 0) {
    lines.push(`${head}${JSON.stringify(value)}${end}`);
    return;
  }
  lines.push(`${head}[`);
  for (let at = 0; at < value.length; at++)
    lines.push(`    ${JSON.stringify(value[at])}${at === value.length - 1 ? "" : ","}`);
  lines.push(`  ]${end}`);
}
