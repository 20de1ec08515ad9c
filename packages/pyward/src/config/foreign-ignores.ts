import {
  entriesOf,
  entry,
  entryAt,
  parseToml,
  type Position,
  type TomlNode,
  type TomlTable,
} from "../syntax/toml/index.ts";
import { ignoresInText, type ForeignIgnore } from "./foreign-commands.ts";

/** What cannot be said as a waiver, and why. */
export interface NotImported {
  readonly path: string;
  readonly line: number;
  readonly why: string;
}

export interface ForeignIgnores {
  readonly ignores: readonly ForeignIgnore[];
  readonly left: readonly NotImported[];
}

/** Files that `readForeignIgnores` reads, besides those of commands (`isCommandFile`). */
const CONFIGS: Readonly<Record<string, (root: TomlTable, file: OpenFile) => ForeignIgnores>> = {
  "pyproject.toml": (root, file) =>
    joined([
      ofUv(entryAt(root, "tool", "uv", "audit"), file),
      ofPysentry(entryAt(root, "tool", "pysentry", "ignore"), file),
    ]),
  "uv.toml": (root, file) => ofUv(entry(root, "audit"), file),
  "osv-scanner.toml": ofOsvScanner,
  ".pysentry.toml": (root, file) => ofPysentry(entry(root, "ignore"), file),
};

/** Whether files of that name may tell a tool what to ignore; `path` is relative to the folder that is looked through. */
export function mayIgnore(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return Object.hasOwn(CONFIGS, name) || isCommandFile(path);
}

/** Where the commands of a project's automation stand. */
function isCommandFile(path: string): boolean {
  return /^(?:\.github\/(?:workflows|actions)\/.+\.ya?ml|\.gitlab-ci\.ya?ml|\.pre-commit-config\.yaml|tox\.(?:ini|toml)|noxfile\.py|[Mm]akefile|[Jj]ustfile|Taskfile\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.yml|\.circleci\/config\.yml|setup\.cfg|(?:[^/]+\/)?[^/]+\.sh)$/.test(
    path,
  );
}

/** What a file tells other tools to ignore. What is not TOML, where it should be, is left and told. */
export function readForeignIgnores(path: string, text: string): ForeignIgnores {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const read = Object.hasOwn(CONFIGS, name) ? CONFIGS[name] : undefined;
  const commands = { ignores: ignoresInText(path, text), left: [] };
  if (read === undefined) return commands;
  const parsed = parseToml(text);
  if (!parsed.ok) {
    const left = { path, line: parsed.error.line, why: `this is not TOML: ${parsed.error.message}` };
    return { ignores: [], left: [left] };
  }
  const { root, positionOf } = parsed.document;
  const own = read(root, { path, positionOf });
  // A pyproject.toml has the commands of task runners, too.
  return name === "pyproject.toml" ? joined([own, commands]) : own;
}

interface OpenFile {
  readonly path: string;
  positionOf(offset: number): Position;
}

function joined(all: readonly ForeignIgnores[]): ForeignIgnores {
  return { ignores: all.flatMap(({ ignores }) => ignores), left: all.flatMap(({ left }) => left) };
}

/** https://docs.astral.sh/uv/reference/settings: `ignore` and `ignore-until-fixed` of `[tool.uv.audit]`. */
function ofUv(table: TomlNode | null, file: OpenFile): ForeignIgnores {
  return joined([
    idsOf(table, "ignore", { tool: "uv", untilFixed: false, file }),
    idsOf(table, "ignore-until-fixed", { tool: "uv", untilFixed: true, file }),
  ]);
}

/** As `pysentry-rs config init` writes it: `ids`, `while_no_fix` and `packages` of `[ignore]`. */
function ofPysentry(table: TomlNode | null, file: OpenFile): ForeignIgnores {
  const packages = table?.kind === "table" ? entry(table, "packages") : null;
  const whole = packages?.kind === "array" && packages.items.length > 0;
  const why = "pysentry ignores whole packages, which no waiver does";
  return joined([
    idsOf(table, "ids", { tool: "pysentry", untilFixed: false, file }),
    idsOf(table, "while_no_fix", { tool: "pysentry", untilFixed: true, file }),
    { ignores: [], left: whole ? [{ ...placeOf(packages, file), why }] : [] },
  ]);
}

interface Ids {
  readonly tool: ForeignIgnore["tool"];
  readonly untilFixed: boolean;
  readonly file: OpenFile;
}

function idsOf(table: TomlNode | null, key: string, { tool, untilFixed, file }: Ids): ForeignIgnores {
  const list = table?.kind === "table" ? entry(table, key) : null;
  if (list?.kind !== "array") return { ignores: [], left: [] };
  const ignores = list.items.flatMap((item) =>
    item.kind === "string" && isId(item.value)
      ? [{ id: item.value.trim(), ...placeOf(item, file), tool, reason: null, expires: null, untilFixed }]
      : [],
  );
  return { ignores, left: [] };
}

/** https://google.github.io/osv-scanner/configuration: `[[IgnoredVulns]]`; `[[PackageOverrides]]` name no advisory. */
function ofOsvScanner(root: TomlTable, file: OpenFile): ForeignIgnores {
  const ignores = tablesOf(entry(root, "IgnoredVulns")).flatMap((table): ForeignIgnore[] => {
    const [id, until] = [textOf(table, "id"), textOf(table, "ignoreUntil")];
    if (id === null || !isId(id)) return [];
    const reason = textOf(table, "reason");
    const expires = until === null ? null : momentOf(until);
    return [
      { id: id.trim(), ...placeOf(table, file), tool: "osv-scanner", reason, expires, untilFixed: false },
    ];
  });
  const left = tablesOf(entry(root, "PackageOverrides")).map((table) => ({
    ...placeOf(table, file),
    why: "osv-scanner's overrides are about packages, and a waiver is about an advisory",
  }));
  return { ignores, left };
}

/** The tool's end is the beginning of a day, ours its end. Go's zero time stands for never. */
function momentOf(until: string): string | null {
  if (until.startsWith("0001-")) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(until)) return `${until}T00:00:00Z`;
  return /(?:[Zz]|[+-]\d{2}:\d{2})$/.test(until) ? until : `${until}Z`;
}

function tablesOf(list: TomlNode | null): readonly TomlTable[] {
  return list?.kind === "array" ? list.items.filter((item) => item.kind === "table") : [];
}

function textOf(table: TomlTable, name: string): string | null {
  const node = [...entriesOf(table)].find((child) => child.name.toLowerCase() === name.toLowerCase());
  return node?.kind === "string" || node?.kind === "date-time" ? node.value.trim() || null : null;
}

function placeOf(
  node: TomlNode,
  { path, positionOf }: OpenFile,
): { readonly path: string; readonly line: number } {
  return { path, line: positionOf(node.start).line };
}

/** An id with a blank or an equals sign would be another thing in a configuration of ours. */
function isId(text: string): boolean {
  return /^\s*[A-Za-z][^\s=]{2,99}\s*$/.test(text);
}
