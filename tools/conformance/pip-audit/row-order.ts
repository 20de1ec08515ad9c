import type { Answer } from "./normalise.ts";

/** An answer whose rows have no order: pip's resolver leaves them as it happened to find them. */
export function withoutOrder(answer: Answer): Answer {
  return {
    ...answer,
    stdout: sorted(answer.stdout),
    file: answer.file === null ? null : sorted(answer.file),
  };
}

function sorted(text: string): string {
  if (!text.startsWith("{")) return text.split("\n").toSorted().join("\n");
  return JSON.stringify(sortLists(JSON.parse(text)));
}

function sortLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => JSON.stringify(sortLists(item))).toSorted();
    return items.map((item): unknown => JSON.parse(item));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sortLists(one)]));
}
