import { parseIni } from "../syntax/ini/index.ts";
import { isOn, NO_INDEXES, words, type NamedIndexes } from "./named-indexes.ts";

/** What pip is told: `[global]`, then `[install]`, file by file, then the environment; each stands in place of what was before. */
export function pipIndexes(
  environment: Readonly<Record<string, string | undefined>>,
  texts: readonly string[],
): NamedIndexes {
  const options = new Map(texts.flatMap(optionsOf));
  const first = (variable: string, ...keys: readonly string[]): string | undefined =>
    environment[variable] || keys.map((key) => options.get(key)).find(Boolean);
  if (isOn(first("PIP_NO_INDEX", "no-index"))) return NO_INDEXES;
  return {
    usual: words(first("PIP_INDEX_URL", "index-url", "pypi-url", "i"))[0] ?? null,
    others: words(first("PIP_EXTRA_INDEX_URL", "extra-index-url")),
    explicit: [],
    isNone: false,
    isMerged: true,
    keyring: first("PIP_KEYRING_PROVIDER", "keyring-provider") ?? null,
  };
}

function optionsOf(text: string): readonly (readonly [string, string])[] {
  const { sections } = parseIni(text);
  return ["global", "install"].flatMap((name) =>
    (sections.find((section) => section.name === name)?.options ?? []).map((option) => {
      const value = option.lines
        .map((line) => line.text)
        .join(" ")
        .trim();
      return [option.name.toLowerCase().replaceAll("_", "-"), value] as const;
    }),
  );
}
