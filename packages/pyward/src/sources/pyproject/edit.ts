import type { EditAnswer, Inventory, Origin } from "../../model/index.ts";
import { formatMarker, parseRequirement, type PackageName } from "../../python/index.ts";
import {
  entriesOf,
  entry,
  entryAt,
  placeInString,
  type TomlNode,
  type TomlString,
  type TomlTable,
} from "../../syntax/toml/index.ts";
import { askFor, writtenSpan } from "../shared/ask-requirement.ts";
import { editManifest } from "../shared/edit/edit-manifest.ts";
import type { Site } from "../shared/edit/site.ts";
import { addLimits } from "./add-limit.ts";
import { readToml, type TomlFile } from "../shared/read-toml.ts";
import type { EditRequest } from "../shared/source.ts";

/** The specifiers of the standard's lists and of the tools' own, in the language of each. */
export async function editPyproject(request: EditRequest, inventory: Inventory): Promise<EditAnswer> {
  const toml = await readToml(request.tree, request.target.path);
  if (toml.kind === "gap") return editManifest(request, { inventory, languageAt: () => "pep440" });
  const { file } = toml;
  const poetry = new Set(constraintsOfPoetry(file.root).map(({ content }) => content));
  const languageAt = ({ path, span }: Origin): Site["language"] =>
    path === file.path && span !== null && poetry.has(span.start) ? "poetry" : "pep440";
  return editManifest(request, {
    inventory,
    languageAt,
    constraints: limitsIn(file, "constraint-dependencies"),
    overrides: limitsIn(file, "override-dependencies"),
    add: (changes) => addLimits(file, changes),
  });
}

/** Every text of a constraint in Poetry's tables. */
function constraintsOfPoetry(root: TomlTable): readonly TomlString[] {
  const groups = entryAt(root, "tool", "poetry", "group");
  const tables = [
    entryAt(root, "tool", "poetry", "dependencies"),
    entryAt(root, "tool", "poetry", "dev-dependencies"),
    ...(groups?.kind === "table"
      ? [...entriesOf(groups)].map((group) => childOf(group, "dependencies"))
      : []),
  ];
  return tables.flatMap((table) =>
    table?.kind === "table" ? [...entriesOf(table)].flatMap(constraintsIn) : [],
  );
}

function childOf(node: TomlNode, name: string): TomlNode | null {
  return node.kind === "table" ? entry(node, name) : null;
}

function constraintsIn(node: TomlNode): readonly TomlString[] {
  const items = node.kind === "array" ? node.items : [node];
  return items.flatMap((item) => {
    const version = item.kind === "table" ? entry(item, "version") : item;
    return version?.kind === "string" ? [version] : [];
  });
}

type Named = Site & { readonly name: PackageName };

/** A list of requirements in uv's table: `constraint-dependencies`, `override-dependencies`. */
function limitsIn(file: TomlFile, list: string): ReadonlyMap<PackageName, readonly Site[]> {
  const node = entryAt(file.root, "tool", "uv", list);
  const sites = node?.kind === "array" ? node.items.flatMap((item) => limitOf(item, file)) : [];
  return Map.groupBy(sites, ({ name }) => name);
}

function limitOf(node: TomlNode, { path, text }: TomlFile): readonly Named[] {
  const parsed = node.kind === "string" ? parseRequirement(node.value.trim()) : null;
  if (node.kind !== "string" || parsed?.ok !== true) return [];
  const { name, pin, version, marker } = askFor(parsed.value, node.value);
  const written = writtenSpan(node.value);
  const span = {
    start: placeInString(text, node, written.start),
    end: placeInString(text, node, written.end),
  };
  return [
    {
      name,
      path,
      span,
      written: text.slice(span.start, span.end),
      language: "pep440",
      pin,
      version,
      marker: marker === null ? null : formatMarker(marker),
      scopes: null,
      isLimit: true,
    },
  ];
}
