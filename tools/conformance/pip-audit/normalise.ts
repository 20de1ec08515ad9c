/** What one tool answered. */
export interface Answer {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it wrote to `report`; null: nothing. */
  readonly file: string | null;
}

/** An answer without what differs in every run: each step has the name of its row in docs/pip-audit.md. */
export const STEPS: readonly { readonly id: string; readonly take: (answer: Answer) => Answer }[] = [
  { id: "own-lines", take: onStderr((text) => text.replaceAll(/^[A-Z]+:pyward:.*\n/gm, "")) },
  { id: "usage", take: onStderr((text) => text.replace(/^usage: pip-audit[^]*?(?=^pip-audit: error)/m, "")) },
  { id: "alias-order", take: onReport(sortAliases) },
  { id: "name-link", take: onReport((text) => text.replaceAll(NAME_LINK, "](PACKAGE)")) },
  { id: "escaped-text", take: onReport(unescapeMarkdown) },
  { id: "random-references", take: onReport(steadyBom) },
];

/** The index's page of a package, or what OSV knows of it. */
const NAME_LINK = /\]\(https:\/\/(?:[\w.]+\/project\/[\w-]+\/|osv\.dev\/list\?ecosystem=PyPI&q=[\w-]+)\)/g;

export function normalise(answer: Answer): Answer {
  return STEPS.reduce((taken, { take }) => take(taken), answer);
}

function onStderr(change: (text: string) => string): (answer: Answer) => Answer {
  return (answer) => ({ ...answer, stderr: change(answer.stderr) });
}

function onReport(change: (text: string) => string): (answer: Answer) => Answer {
  return (answer) => ({
    ...answer,
    stdout: change(answer.stdout),
    file: answer.file === null ? null : change(answer.file),
  });
}

const ID = String.raw`(?:PYSEC|GHSA|CVE|MAL)-[\w-]+`;

/** Lists of ids: in JSON, in columns and as links of Markdown. */
function sortAliases(text: string): string {
  const links = String.raw`\[${ID}\]\([^)]*\)`;
  return [`"${ID}"`, ID, links].reduce(
    (sorted, item) =>
      sorted.replaceAll(new RegExp(`${item}(?:, ${item})+`, "g"), (list) =>
        list.split(", ").toSorted().join(", "),
      ),
    text,
  );
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&" };

function unescapeMarkdown(text: string): string {
  if (!text.includes(" | ")) return text;
  return text
    .replaceAll(/&(lt|gt|amp);/g, (_all, name: string) => ENTITIES[name] ?? "")
    .replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1");
}

interface Bom {
  readonly components?: readonly {
    readonly "bom-ref": string;
    readonly name: string;
    readonly version: string;
  }[];
  readonly vulnerabilities?: readonly { readonly "bom-ref": string }[];
}

/** References of CycloneDX become what they stand for; serial number and time go. */
function steadyBom(text: string): string {
  const names = new Map<string, string>();
  if (text.startsWith("<?xml")) {
    for (const [, ref = "", name = "", version = ""] of text.matchAll(
      /<component type="library" bom-ref="([^"]*)"><name>([^<]*)<\/name><version>([^<]*)<\/version>/g,
    ))
      names.set(ref, `${name}@${version}`);
  } else if (text.includes('"bomFormat"')) {
    const bom = JSON.parse(text) as Bom;
    for (const { "bom-ref": ref, name, version } of bom.components ?? [])
      names.set(ref, `${name}@${version}`);
  } else return text;
  const replaced = [...names].reduce(
    (all, [ref, name]) => all.replaceAll(`"${ref}"`, `"${name}"`).replaceAll(`>${ref}<`, `>${name}<`),
    text,
  );
  return replaced
    .replace(/urn:uuid:[0-9a-f-]{36}/, "urn:uuid:")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+\+00:00/, "TIME")
    .replaceAll(/(?<="bom-ref": "|<vulnerability bom-ref=")BomRef\.[^"]*/g, "")
    .replaceAll(/(?:<dependency ref="[^"]*" \/>)+/g, (list) => list.split("/>").toSorted().join("/>"))
    .replace(
      /"dependencies": \[([^\]]*)\]/,
      (_all, list: string) => `"dependencies": [${list.split(", ").toSorted().join(", ")}]`,
    );
}
