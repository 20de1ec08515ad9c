import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { carriedFile } from "./carried.ts";
import { VERSION } from "./version.ts";

/** What a template is told of the project. */
export interface TemplateFacts {
  /** By which the hour of its scheduled audit is chosen, so that not everybody comes at once. */
  readonly project: string;
  readonly branch: string;
}

/** Of the Node images and set-ups that the templates name. */
const NODE = "24.21.0";
/** All advisories of PyPI in OSV's format, as osv.dev exports them. */
const ADVISORIES = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip";
/** Manifests and locks, for pre-commit; .pre-commit-hooks.yaml says the same. */
const FILES = [
  String.raw`pyproject\.toml|setup\.(cfg|py)|Pipfile(\.lock)?|(uv|poetry|pdm|pixi)\.lock|pixi\.toml`,
  String.raw`pylock(\.[^/]+)?\.toml|[^/]*\.py\.lock|[^/]*requirements[^/]*\.(txt|in)|requirements/[^/]+\.(txt|in)`,
  String.raw`conda-lock\.ya?ml|[^/]*environment[^/]*\.ya?ml`,
].join("|");

/** A template of the package, with everything filled in. The same project gets the same text. */
export function fillTemplate(name: string, facts: TemplateFacts): string {
  const moment = momentOf(facts.project);
  const values: Readonly<Record<string, string>> = {
    version: VERSION,
    node: NODE,
    advisories: ADVISORIES,
    branch: facts.branch,
    minute: String(moment.minute),
    hour: String(moment.hour),
    files: `(^|/)(${FILES})$`,
  };
  return templateText(name).replaceAll(/^( *)\{\{issues\}\}$|\{\{(\w+)\}\}/gmu, (_, indent, key) => {
    if (typeof key === "string") return values[key] ?? `{{${key}}}`;
    const script = templateText(`issues-${name.replace(/\.yml$/u, ".mjs.txt")}`);
    const lines = `${script}${templateText("issues.mjs.txt")}`.trimEnd().split("\n");
    return lines.map((line) => `${indent}${line}`).join("\n");
  });
}

/** An odd minute between one and five at night: servers are busy at the full and the half hour. */
function momentOf(project: string): { readonly minute: number; readonly hour: number } {
  let sum = 7;
  for (const character of project) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return { minute: (sum % 29) * 2 + 1, hour: 1 + (sum % 4) };
}

function templateText(name: string): string {
  const carried = carriedFile(`templates/${name}`);
  if (carried !== null) return new TextDecoder().decode(carried);
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, "templates", name);
    if (existsSync(path)) return readFileSync(path, "utf8");
    if (folder === dirname(folder)) throw new Error(`the template ${name} is missing`);
  }
}
