import type { Edit, EditAnswer, VersionChange } from "../../../model/index.ts";
import { answerOf, type ChangeResult } from "../../shared/edit/answer.ts";
import { resultOf } from "../../shared/edit/edit-manifest.ts";
import { decide } from "../../shared/edit/site.ts";
import type { EditRequest } from "../../shared/source.ts";
import { FilesReader } from "../read-files.ts";
import { scopeOf } from "../scopes.ts";
import { addPackage } from "./add-package.ts";
import { readEditedFile, type EditedText } from "./edited-text.ts";
import { linesOf, type EditedFiles, type Line } from "./line.ts";
import { removeLine } from "./lines-of-package.ts";
import { renewHashes } from "./renew-hashes.ts";

/**
 * Edits a requirements file and what it includes: every pin of the version that goes, in requirements and constraints alike, since pip
 * refuses two that differ; hashes are renewed with it. Ranges as in every manifest.
 */
export async function editRequirements(request: EditRequest): Promise<EditAnswer> {
  const files = await readFiles(request);
  const byName = Map.groupBy(files.lines, ({ name }) => name);
  return answerOf(
    request.changes.map((change) => ({
      change,
      result: resultFor(change, byName.get(change.name) ?? [], files),
    })),
  );
}

async function readFiles({ tree, target: { path }, settings, changes }: EditRequest): Promise<EditedFiles> {
  const reader = new FilesReader(tree, settings);
  await reader.readFile({ path, isConstraint: false, scope: scopeOf(path), within: [path], namedAt: null });
  const texts = new Map<string, EditedText>();
  for (const file of [path, ...reader.read.alsoRead]) {
    const text = await readEditedFile(tree, file);
    if (text !== null) texts.set(file, text);
  }
  const { requirements, constraints } = reader.read;
  const lines = [
    ...requirements.flatMap((placed) => linesOf(placed, false, texts)),
    ...constraints.flatMap((placed) => linesOf(placed, true, texts)),
  ];
  return { texts, target: texts.get(path) ?? null, lines, changes };
}

function resultFor(change: VersionChange, lines: readonly Line[], files: EditedFiles): ChangeResult {
  if (change.to === null && lines.length > 0 && lines.every(({ isTransitive }) => isTransitive))
    return { kind: "made", edits: removed(change, lines, files) };
  if (lines.length === 0 && change.to !== null && change.isHeld !== true)
    return addPackage({ ...change, to: change.to }, files);
  return withHashes(change, lines, files);
}

function removed({ name }: VersionChange, lines: readonly Line[], { texts }: EditedFiles): readonly Edit[] {
  const paths = new Set(lines.map(({ path }) => path));
  return [...paths].flatMap((path) => {
    const text = texts.get(path);
    return text === undefined ? [] : removeLine(text, name);
  });
}

/** A line is its version and its hashes: both change, or neither. */
function withHashes(change: VersionChange, lines: readonly Line[], { texts }: EditedFiles): ChangeResult {
  const result = resultOf(change, lines);
  if (result.kind === "left") return result;
  const edits: Edit[] = [...result.edits];
  const decision = decide(change, lines);
  for (const { site } of decision.kind === "sites" ? decision.sites : []) {
    const line = lines.find((candidate) => candidate === site);
    const isEdited = result.edits.some(
      ({ path, span }) => path === site.path && span.start === site.span?.start,
    );
    const text = texts.get(site.path);
    if (!isEdited || line === undefined || line.hashes === 0 || text === undefined) continue;
    const renewed = renewHashes(text, line, change.release);
    if (renewed.kind === "left") return renewed;
    edits.push(renewed.edit);
  }
  return { kind: "made", edits };
}
