import { makeGap, type Gap, type Scope } from "../../../model/index.ts";
import { isValidName, normalizeName, parseMarker, type Marker } from "../../../python/index.ts";
import { entriesOf, entry, type TomlNode, type TomlTable } from "../../../syntax/toml/index.ts";
import { bothMarkers, type Entry } from "../asked.ts";
import type { TomlFile } from "../read-toml.ts";
import { readPixiDependency } from "./pixi-dependency.ts";
import { targetMarker } from "./platforms.ts";
import { declaredGap } from "./unmapped.ts";

/** Where the tables of a pixi manifest are gathered into. */
export interface PixiReading {
  readonly file: TomlFile;
  /** Path of the manifest. */
  readonly path: string;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

/** Tables of what comes from conda: to run, and to build what pixi builds. */
const CONDA_TABLES = ["dependencies", "host-dependencies", "build-dependencies", "run-dependencies"] as const;

/**
 * Reads what a pixi manifest asks for: `pypi-dependencies` of the default feature and of each other one, for all platforms
 * and for single ones. `root` is the manifest, or the table `tool.pixi` of a pyproject.toml.
 */
export function readPixiManifest(root: TomlTable, reading: PixiReading): void {
  const conda: CondaNames = [];
  readFeature(root, "main", { reading, conda });
  for (const feature of tablesIn(root, "feature")) {
    const scope: Scope = isValidName(feature.name) ? `group:${normalizeName(feature.name)}` : "main";
    readFeature(feature.table, scope, { reading, conda });
  }
  const built = entry(root, "package");
  if (built?.kind === "table") readFeature(built, "main", { reading, conda });
  reading.gaps.push(...declaredGap(conda));
}

type CondaNames = Parameters<typeof declaredGap>[0][number][];

interface Context {
  readonly reading: PixiReading;
  readonly conda: CondaNames;
}

function readFeature(table: TomlTable, scope: Scope, context: Context): void {
  readTables(table, { ...context, scope, marker: null });
  for (const target of tablesIn(table, "target")) {
    const parsed = parseMarker(targetMarker(target.name) ?? "");
    readTables(target.table, { ...context, scope, marker: parsed.ok ? parsed.value : null });
  }
}

interface Place extends Context {
  readonly scope: Scope;
  readonly marker: Marker | null;
}

function readTables(table: TomlTable, { reading, conda, scope, marker }: Place): void {
  for (const node of entriesIn(table, "pypi-dependencies", reading)) {
    const { asked, span, faults } = readPixiDependency(node, reading.path);
    for (const reason of faults) reading.gaps.push(fault(reading, node.key, reason));
    if (asked === null) continue;
    const both = bothMarkers(marker, asked.marker);
    reading.entries.push({
      asked: { ...asked, marker: both },
      scope,
      origin: reading.file.originAt(node.key, span),
    });
  }
  for (const name of CONDA_TABLES) {
    for (const node of entriesIn(table, name, reading)) {
      conda.push({
        name: node.name.toLowerCase(),
        version: null,
        origin: reading.file.originAt(node.key),
      });
    }
  }
}

function tablesIn(
  root: TomlTable,
  name: string,
): readonly { readonly name: string; readonly table: TomlTable }[] {
  const table = entry(root, name);
  if (table?.kind !== "table") return [];
  return [...entriesOf(table)].flatMap((node) =>
    node.kind === "table" ? { name: node.name, table: node } : [],
  );
}

function entriesIn(table: TomlTable, name: string, reading: PixiReading): readonly TomlNode[] {
  const node = entry(table, name);
  if (node === null) return [];
  if (node.kind === "table") return [...entriesOf(node)];
  reading.gaps.push(fault(reading, node.start, `${name} is no table`));
  return [];
}

function fault({ file }: PixiReading, offset: number, reason: string): Gap {
  return makeGap({ code: "unparsable-line", reason, origin: file.originAt(offset) });
}
