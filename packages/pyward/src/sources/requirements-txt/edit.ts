import type { Edit, EditAnswer, VersionChange } from "../../model/index.ts";
import { answerOf, type ChangeResult } from "../shared/edit/answer.ts";
import { resultOf } from "../shared/edit/edit-manifest.ts";
import { decide, type Site } from "../shared/edit/site.ts";
import type { EditRequest } from "../shared/source.ts";
import type { Placed } from "./constrain.ts";
import { readEditedFile, type EditedText } from "./edited-text.ts";
import { FilesReader } from "./read-files.ts";
import { renewHashes } from "./renew-hashes.ts";
import { scopeOf } from "./scopes.ts";

/** A line that names a package, with what it says besides its version. */
interface Line extends Site {
  readonly hashes: number;
}

/**
 * Edits a requirements file and what it includes: every pin of the version that goes, in requirements and constraints alike, since pip
 * refuses two that differ; hashes are renewed with it. Ranges as in every manifest.
 */
export async function editRequirements(request: EditRequest): Promise<EditAnswer> {
  const { tree, target, settings, changes } = request;
  const reader = new FilesReader(tree, settings);
  const { path } = target;
  await reader.readFile({ path, isConstraint: false, scope: scopeOf(path), within: [path], namedAt: null });
  const texts = new Map<string, EditedText>();
  for (const file of [path, ...reader.read.alsoRead]) {
    const text = await readEditedFile(tree, file);
    if (text !== null) texts.set(file, text);
  }
  const lines = [
    ...reader.read.requirements.flatMap((placed) => linesOf(placed, false, texts)),
    ...reader.read.constraints.flatMap((placed) => linesOf(placed, true, texts)),
  ];
  const byName = Map.groupBy(lines, ({ name }) => name);
  return answerOf(
    changes.map((change) => {
      const named = (byName.get(change.name) ?? []).map(({ line }) => line);
      return { change, result: withHashes(change, named, texts) };
    }),
  );
}

interface NamedLine {
  readonly name: Placed["asked"]["name"];
  readonly line: Line;
}

function linesOf(
  { asked, origins }: Placed,
  isLimit: boolean,
  texts: ReadonlyMap<string, EditedText>,
): readonly NamedLine[] {
  const { name, pin, version, marker } = asked;
  return origins.map(({ path, span }) => {
    const text = texts.get(path)?.text ?? null;
    const isThere = text !== null && span !== null;
    return {
      name,
      line: {
        path,
        span: isThere ? span : null,
        written: isThere ? text.slice(span.start, span.end) : "",
        decoding: "as-pip",
        language: "pep440",
        pin,
        version,
        marker,
        isLimit,
        hashes: asked.hashes.length,
      },
    };
  });
}

/** A line is its version and its hashes: both change, or neither. */
function withHashes(
  change: VersionChange,
  lines: readonly Line[],
  texts: ReadonlyMap<string, EditedText>,
): ChangeResult {
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
