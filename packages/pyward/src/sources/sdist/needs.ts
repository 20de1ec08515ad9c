import { fileOrigin, makeGap, type Gap, type Origin, type Scope } from "../../model/index.ts";
import { normalizeName, type PackageName } from "../../python/index.ts";
import { areStatic } from "../../python/static-fields.ts";
import { entriesOf, entryAt, type TomlNode } from "../../syntax/toml/index.ts";
import type { Archive } from "../shared/archive/archive.ts";
import { writtenIn, type ReadMetadata } from "../shared/artifact/read-metadata.ts";
import type { Written } from "../shared/artifact/requirements.ts";
import { readToml, type TomlFile } from "../shared/read-toml.ts";
import { stringsOf } from "../shared/toml-values.ts";

interface Needs {
  readonly requirements: readonly Written[];
  readonly gaps: readonly Gap[];
}

/** What is known of the sdist: its name, the folder in it and the PKG-INFO there. */
interface Known {
  readonly name: PackageName;
  readonly folder: string;
  readonly read: ReadMetadata;
}

/**
 * What can be said of an sdist's needs without building it (PEP 643): its Requires-Dist where the metadata is of version
 * 2.2 or newer and does not call them dynamic; else the lists of its pyproject.toml where these are not (PEP 621). What is
 * computed stays unknown, and is a gap. What it needs to be built stands in pyproject.toml alone (PEP 518).
 */
export async function findNeeds({ tree }: Archive, known: Known): Promise<Needs> {
  const path = `${known.folder}/pyproject.toml`;
  const isThere = (await tree.stat(path)).kind === "found";
  const toml = isThere ? await readToml(tree, path) : null;
  const unread = toml?.kind === "gap" ? [toml.gap] : [];
  const file = toml?.kind === "toml" ? toml.file : null;
  const toBuild = file === null ? [] : listOf(file, entryAt(file.root, "build-system", "requires"), "build");
  const { metadata } = known.read;
  const needs =
    metadata !== null && areStatic(metadata, ["requires-dist"])
      ? { requirements: writtenIn(known.read), gaps: [] }
      : ofProject(file, known);
  return { requirements: [...needs.requirements, ...toBuild], gaps: [...unread, ...needs.gaps] };
}

const LISTS = ["dependencies", "optional-dependencies"];

function ofProject(file: TomlFile | null, known: Known): Needs {
  const project = file === null ? null : entryAt(file.root, "project");
  if (file === null || project?.kind !== "table") return { requirements: [], gaps: [computed(known)] };
  const dynamic = stringsOf(entryAt(project, "dynamic"));
  const requirements = [
    ...(dynamic.includes("dependencies") ? [] : listOf(file, entryAt(project, "dependencies"), "main")),
    ...(dynamic.includes("optional-dependencies")
      ? []
      : extrasOf(file, entryAt(project, "optional-dependencies"))),
  ];
  return { requirements, gaps: LISTS.some((field) => dynamic.includes(field)) ? [computed(known)] : [] };
}

function extrasOf(file: TomlFile, table: TomlNode | null): readonly Written[] {
  if (table?.kind !== "table") return [];
  return [...entriesOf(table)].flatMap((list) => listOf(file, list, `extra:${normalizeName(list.name)}`));
}

function listOf(file: TomlFile, list: TomlNode | null, scope: Scope): readonly Written[] {
  if (list?.kind !== "array") return [];
  return list.items.flatMap((item) =>
    item.kind === "string" ? [{ text: item.value, origin: file.originAt(item.start), scope }] : [],
  );
}

function computed({ name, read: { path, metadata } }: Known): Gap {
  const version = metadata?.metadataVersion ?? null;
  const isCalledSo = metadata?.dynamic.includes("requires-dist") === true;
  const why = isCalledSo
    ? "its metadata says so"
    : `its metadata, of version ${shown(version)}, cannot be relied on`;
  const reason = `what it needs is computed when it is built, which pyward never does (${why}): audit a wheel of it`;
  const line = metadata?.versionLine ?? null;
  const origin: Origin = { ...fileOrigin(path), line, column: line === null ? null : 1 };
  return makeGap({ code: "dynamic-metadata", name, reason, origin });
}

function shown(version: string | null): string {
  return version !== null && /^[0-9.]{1,10}$/.test(version) ? version : "unknown";
}
