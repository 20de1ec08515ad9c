import {
  formatMarker,
  formatSpecifiers,
  formatVersion,
  isValidName,
  parseRequirement,
  parseSpecifiers,
  parseVersion,
  type Requirement,
} from "../python/index.ts";
import { entriesOf, entryAt, parseToml, type TomlNode, type TomlTable } from "../syntax/toml/index.ts";

/**
 * What the `[project]` of a pyproject.toml says of the needs of every build (PEP 621), as core metadata of version 2.2; null where some of it is dynamic,
 * missing, or no requirement. Its version may be dynamic: the name of the sdist has it.
 */
export function staticProject(text: string, versionOfFile: string): Uint8Array | null {
  const parsed = parseToml(text);
  const project = parsed.ok ? entryAt(parsed.document.root, "project") : null;
  if (project?.kind !== "table") return null;
  const dynamic = entryAt(project, "dynamic");
  const computed = dynamic === null ? [] : stringsOf(dynamic);
  const parts = [nameOf(project), versionOf(project, versionOfFile), pythonOf(project), needsOf(project)];
  if (computed === null || COMPUTED.some((field) => computed.includes(field))) return null;
  const lines = parts.flatMap((part) => part ?? []);
  return parts.includes(null) ? null : Buffer.from(`Metadata-Version: 2.2\n${lines.join("\n")}\n\n`);
}

const COMPUTED = ["dependencies", "optional-dependencies", "requires-python"];

type Lines = readonly string[] | null;

function nameOf(project: TomlTable): Lines {
  const name = entryAt(project, "name");
  return name?.kind === "string" && isValidName(name.value) ? [`Name: ${name.value}`] : null;
}

function versionOf(project: TomlTable, versionOfFile: string): Lines {
  const own = entryAt(project, "version");
  const version =
    own === null ? parseVersion(versionOfFile) : parseVersion(own.kind === "string" ? own.value : "");
  return version.ok ? [`Version: ${formatVersion(version.value)}`] : null;
}

function pythonOf(project: TomlTable): Lines {
  const node = entryAt(project, "requires-python");
  if (node === null) return [];
  const specifiers = parseSpecifiers(node.kind === "string" ? node.value : "");
  return node.kind === "string" && specifiers.ok
    ? [`Requires-Python: ${formatSpecifiers(specifiers.value)}`]
    : null;
}

function needsOf(project: TomlTable): Lines {
  const main = entryAt(project, "dependencies");
  const optional = entryAt(project, "optional-dependencies");
  if (optional !== null && optional.kind !== "table") return null;
  const lists = [
    main === null ? [] : linesOf(main, null),
    ...(optional === null ? [] : [...entriesOf(optional)].map((list) => extraOf(list, list.name))),
  ];
  return lists.includes(null) ? null : lists.flatMap((lines) => lines ?? []);
}

function extraOf(list: TomlNode, extra: string): Lines {
  const lines = isValidName(extra) ? linesOf(list, extra) : null;
  return lines === null ? null : [`Provides-Extra: ${extra}`, ...lines];
}

/** Written anew from what was understood, so that no text of a file can become another header. */
function linesOf(list: TomlNode, extra: string | null): Lines {
  const texts = stringsOf(list);
  const parsed = texts?.map((text) => parseRequirement(text)) ?? [];
  const requirements = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  if (texts === null || requirements.length < parsed.length) return null;
  return requirements.map((requirement) => `Requires-Dist: ${written(requirement, extra)}`);
}

function written({ rawName, extras, specifiers, url, marker }: Requirement, extra: string | null): string {
  const name = extras.length === 0 ? rawName : `${rawName}[${extras.join(",")}]`;
  const what = url === null ? `${name}${formatSpecifiers(specifiers)}` : `${name} @ ${url}`;
  const own = marker === null ? [] : [formatMarker(marker)];
  const conditions = extra === null ? own : [...own.map((one) => `(${one})`), `extra == "${extra}"`];
  return conditions.length === 0 ? what : `${what} ; ${conditions.join(" and ")}`;
}

function stringsOf(node: TomlNode): readonly string[] | null {
  if (node.kind !== "array") return null;
  const texts = node.items.flatMap((item) => (item.kind === "string" ? [item.value] : []));
  return texts.length === node.items.length ? texts : null;
}
