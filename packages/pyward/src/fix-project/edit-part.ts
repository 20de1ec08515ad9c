import type { FixPlan, PlannedChange } from "../fix/plan/plan-request.ts";
import type { FileTree } from "../host/index.ts";
import type { ReadSource } from "../inventory/merge-sources.ts";
import type { Edit, EditAnswer, LeftChange, VersionChange } from "../model/index.ts";
import { formatVersion, type PackageName } from "../python/index.ts";
import type { EditRequest, Source } from "../sources/shared/source.ts";
import type { Part } from "./parts.ts";
import { isLockStale } from "./stale-lock.ts";

/** Where the files of a part lie, and who can edit them. */
export interface EditPlace {
  readonly tree: FileTree;
  readonly workingDirectory: string;
  readonly load: (kind: string) => Promise<Source | null>;
  /** The tree as edits make it. */
  readonly edited: (edits: readonly Edit[]) => Promise<FileTree>;
}

/** What becomes of a part's files. */
export interface EditedPart {
  readonly edits: readonly Edit[];
  /** Why no file is edited for a package, by name. */
  readonly unedited: ReadonlyMap<PackageName, string>;
  /** What the project's own tools would do in place of it. */
  readonly commands: readonly (readonly string[])[];
}

type Plan = Extract<FixPlan, { kind: "plan" }>;

/**
 * The edits that make a plan true. A lock is edited as a whole or not at all: with a part of the plan its versions would not
 * fit together. Where it is not, only what its tool needs is: ranges that do not admit what it shall lock.
 */
export async function editPart(
  part: Part,
  { changes, isClosed }: Pick<Plan, "changes" | "isClosed">,
  { versions, place, prefer }: EditCircumstances,
): Promise<EditedPart> {
  const kinds = new Map(changes.map((change) => [change.name, change]));
  if (part.kind === "environment") return byHand(changes);
  const ranges = await editRanges(part, versions, place);
  // A lock repeats what its manifest asks for: it is told what that becomes.
  const alongside = ranges.flatMap(({ edits }) => edits);
  const answers: EditAnswer[] = [];
  for (const holder of part.holders) {
    const isWhole = isClosed && (part.kind === "lock" || isHashed(holder));
    const wanted = versions.map((one) => added(one, kinds.get(one.name), { prefer, isWhole }));
    answers.push(await answerOf(holder, part.isStrict ? versions : wanted, { ...place, alongside }));
  }
  const made = new Set(answers.flatMap((answer) => answer.made));
  const left = answers
    .flatMap((answer) => answer.left)
    .filter(({ name }) => !made.has(name))
    .map((one) => withReason(one, part, kinds.get(one.name)));
  const edits = [...answers.flatMap((answer) => answer.edits), ...alongside];
  if (await isLeftToTool(part, { left, alongside, edits }, place))
    return {
      edits: alongside,
      unedited: new Map(
        versions.map(({ name }) => [name, left.find((one) => one.name === name)?.reason ?? WHOLE]),
      ),
      commands: commandsOf(
        left.length > 0 ? left : versions.map((one) => leftTo(part.holders[0]?.kind, one)),
      ),
    };
  return {
    edits,
    unedited: new Map(left.map(({ name, reason }) => [name, reason])),
    commands: commandsOf(left),
  };
}

/** A lock whose editor leaves something of the plan, or that would not be one of the edited ranges. */
async function isLeftToTool(
  part: Part,
  {
    left,
    alongside,
    edits,
  }: {
    readonly left: readonly LeftChange[];
    readonly alongside: readonly Edit[];
    readonly edits: readonly Edit[];
  },
  place: EditPlace,
): Promise<boolean> {
  if (!part.isStrict) return false;
  if (left.length > 0) return true;
  return alongside.length > 0 && isLockStale(part, await place.edited(edits), place);
}

function leftTo(kind: string | undefined, { name, to }: VersionChange): LeftChange {
  return { name, reason: WHOLE, command: commandOf(kind ?? "", name, to) };
}

/** What a requirements file lacks installers bring along, and what it has too much does no harm. */
function withReason(left: LeftChange, { isStrict }: Part, change: PlannedChange | undefined): LeftChange {
  if (isStrict || change === undefined) return left;
  if (change.from === null) return { ...left, reason: "comes with what needs it" };
  return change.to === null ? { ...left, reason: "stays in the file, though nothing needs it" } : left;
}

function isHashed({ inventory }: ReadSource): boolean {
  return inventory.dependencies.some(({ hashes }) => hashes.length > 0);
}

const WHOLE = "its lock is edited as a whole or not at all";

export interface EditCircumstances {
  readonly versions: readonly VersionChange[];
  readonly place: EditPlace;
  /** How a version of what the project does not name itself is written; null: not at all. */
  readonly prefer: "constraint" | "override" | null;
}

/** The project's own requirements beside a lock, where they keep out what is to be locked. */
async function editRanges(
  part: Part,
  versions: readonly VersionChange[],
  place: EditPlace,
): Promise<readonly EditAnswer[]> {
  const answers: EditAnswer[] = [];
  for (const manifest of part.manifests) {
    const named = new Set(manifest.inventory.dependencies.map(({ name }) => name));
    const wanted = versions
      .filter(({ name, to }) => to !== null && named.has(name))
      .map((one) => ({ ...one, isHeld: true as const }));
    if (wanted.length > 0) answers.push(await answerOf(manifest, wanted, place));
  }
  return answers;
}

interface Adding {
  readonly prefer: EditCircumstances["prefer"];
  /** The file is to have all that is installed. */
  readonly isWhole: boolean;
}

/**
 * What the files do not name is written where the user would have it; else nowhere, save in a file that has all of it: with hashes
 * pip wants them of all that it installs (pip, "Secure installs").
 */
function added(
  version: VersionChange,
  change: PlannedChange | undefined,
  { prefer, isWhole }: Adding,
): VersionChange {
  if (change?.from === null) return isWhole ? { ...version, add: "requirement" } : version;
  return prefer === null || change?.clears.length === 0 || change?.isDirect === true
    ? version
    : { ...version, add: prefer };
}

async function answerOf(
  { kind, path }: ReadSource,
  changes: readonly VersionChange[],
  { tree, workingDirectory, load, alongside = [] }: EditPlace & Pick<EditRequest, "alongside">,
): Promise<EditAnswer> {
  const source = await load(kind);
  if (source?.edit !== undefined)
    return source.edit({ tree, target: { path }, settings: { workingDirectory }, changes, alongside });
  const left = changes.map(({ name, to }): LeftChange => {
    const command = commandOf(kind, name, to);
    return { name, reason: "is of a kind that pyward does not edit", command };
  });
  return { edits: [], made: [], left };
}

/** What moves the package with the tool that the file is of. */
function commandOf(kind: string, name: string, to: string | null): readonly string[] | null {
  if (to === null) return null;
  switch (kind) {
    case "uv-lock":
      return ["uv", "lock", "--upgrade-package", `${name}==${to}`];
    case "poetry-lock":
      return ["poetry", "update", name];
    case "pdm-lock":
      return ["pdm", "update", name];
    case "pipfile-lock":
      return ["pipenv", "upgrade", `${name}==${to}`];
    default:
      return null;
  }
}

/** Commands that differ in what follows their options are one: `uv lock --upgrade-package a --upgrade-package b`. */
function commandsOf(left: readonly LeftChange[]): readonly (readonly string[])[] {
  const commands = left.flatMap(({ command }) =>
    command === null ? [] : [command.map((word) => unpinned(word, left))],
  );
  const groups = Map.groupBy(commands, ([tool = "", verb = ""]) => `${tool} ${verb}`);
  return [...groups.values()].map((group) => {
    const start = group[0]?.slice(0, 2) ?? [];
    return [...start, ...new Set(group.flatMap((command) => joined(command.slice(2))))].flatMap((one) =>
      one.split("\0"),
    );
  });
}

/** A tool takes one version of a package: where several are planned for different environments, it finds them by itself. */
function unpinned(word: string, left: readonly LeftChange[]): string {
  const name = /^(?:--[a-z-]+=)?([^=]+)==/.exec(word)?.[1];
  const words = new Set(left.flatMap(({ command }) => command ?? []).filter((one) => isPinOf(one, name)));
  return name === undefined || words.size < 2 ? word : word.slice(0, word.indexOf("=="));
}

function isPinOf(word: string, name: string | undefined): boolean {
  return word.replace(/^--[a-z-]+=/, "").startsWith(`${name}==`);
}

/** An option goes with what it is given. */
function joined(words: readonly string[]): readonly string[] {
  return words[0]?.startsWith("--") === true && words.length === 2 ? [words.join("\0")] : words;
}

function byHand(changes: readonly PlannedChange[]): EditedPart {
  const wanted = changes.filter(({ to }) => to !== null);
  const words = wanted.map(({ name, to }) => `${name}==${to === null ? "" : formatVersion(to)}`);
  return {
    edits: [],
    unedited: new Map(wanted.map(({ name }) => [name, "is installed, and pyward installs nothing"])),
    commands: words.length === 0 ? [] : [["pip", "install", ...words]],
  };
}
