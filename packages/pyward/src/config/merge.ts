import { placeText, type Bar, type ConfigPlace, type DeclaredIndex, type Waiver } from "../model/index.ts";
import type {
  BroughtAdvisories,
  ConfigProblem,
  PlacedText,
  Setting,
  SettingValue,
  WaiverEntry,
} from "./config-file.ts";
import { KEYS, LEVELS, type KeyName } from "./keys.ts";
import { isHigherBar, isLooser } from "./looser.ts";
import type { LayeredFile } from "./read-config.ts";

/** Several files as one: the later one's word counts, within the floors that it inherits. */
export interface MergedConfig {
  readonly settings: ReadonlyMap<KeyName, Setting>;
  readonly waivers: readonly WaiverEntry[];
  readonly bars: readonly Bar[];
  /** The nearest file's word on each. */
  readonly indexes: readonly DeclaredIndex[];
  readonly neverWaive: readonly PlacedText[];
  /** What is told to no feed, by name or pattern. */
  readonly internal: readonly PlacedText[];
  /** What repositories bring for the run. */
  readonly advisories: readonly BroughtAdvisories[];
  readonly files: readonly LayeredFile[];
  readonly problems: readonly ConfigProblem[];
  /** What was said and does not count here, for people. */
  readonly notes: readonly string[];
}

/**
 * Merges files in the order of their precedence. `runFiles`: how many of them speak for the whole run; what the others
 * say of it is a note.
 */
export function mergeConfigs(files: readonly LayeredFile[], runFiles: number): MergedConfig {
  const settings = new Map<KeyName, Setting>();
  const floors = new Map<KeyName, Setting>();
  const floorBars: Bar[] = [];
  const bars = new Map<string, Bar>();
  const problems: ConfigProblem[] = [];
  const notes: string[] = [];
  for (const [at, file] of files.entries()) {
    for (const setting of file.settings) {
      const { key, value, place } = setting;
      const floor = floors.get(key);
      if (at >= runFiles && KEYS[key].reach === "run") notes.push(ofRun(key, place));
      else if (floor !== undefined && isLooser(key, value, floor.value))
        problems.push(looser(setting, floor));
      else settings.set(key, setting);
    }
    if (at >= runFiles)
      for (const { place } of file.advisories.slice(0, 1)) notes.push(ofRun("advisories", place));
    for (const bar of file.bars) {
      const problem = looserBar(bar, floorBars, floors.get("fail-on"));
      if (problem !== null) problems.push(problem);
      bars.set(bar.kind === "scope" ? bar.name : placeText(bar.place), bar);
    }
    // It is a floor for what comes after it, not for itself.
    if (!file.isFloor) continue;
    for (const setting of file.settings) floors.set(setting.key, setting);
    floorBars.push(...file.bars);
  }
  const waivers = files.flatMap((file) => file.waivers);
  const neverWaive = files.flatMap((file) => listOf("never-waive", file.settings));
  const internal = files.flatMap((file) => listOf("internal", file.settings));
  problems.push(...forbidden(waivers, neverWaive));
  const { indexes, contradictions } = mergeIndexes(files);
  problems.push(...contradictions);
  return {
    settings,
    waivers,
    bars: [...bars.values()],
    indexes,
    neverWaive,
    internal,
    advisories: files.slice(0, runFiles).flatMap((file) => file.advisories),
    files,
    problems,
    notes,
  };
}

function ofRun(key: KeyName, place: ConfigPlace): string {
  return `${placeText(place)}: ${key} is for a whole run, and counts where that folder is what is audited`;
}

/** What a floor calls a mirror of the public index, none that extends it may call private. */
function mergeIndexes(files: readonly LayeredFile[]) {
  const indexes = new Map<string, DeclaredIndex>();
  const mirrors = new Map<string, DeclaredIndex>();
  const contradictions: ConfigProblem[] = [];
  for (const file of files) {
    for (const index of file.indexes) {
      const { url, kind, place } = index;
      const floor = kind === "private" ? mirrors.get(url) : undefined;
      indexes.set(url, index);
      if (file.isFloor && kind === "pypi") mirrors.set(url, index);
      if (floor === undefined) continue;
      const message = `${url} is no private index by ${placeText(floor.place)}, which is inherited`;
      contradictions.push({ place, message, hint: null });
    }
  }
  return { indexes: [...indexes.values()], contradictions };
}

function looser({ key, value, place }: Setting, floor: Setting): ConfigProblem {
  return {
    place,
    message: `${key} = ${valueText(value)} is looser than ${valueText(floor.value)} of ${placeText(floor.place)}, which is inherited`,
    hint: "What is extended is a floor: only the command line may go below it.",
  };
}

/** Against the floor's own bar of that name, else against its general one. */
function looserBar(bar: Bar, floors: readonly Bar[], general: Setting | undefined): ConfigProblem | null {
  const own = floors.find(({ kind, name }) => kind === bar.kind && name === bar.name);
  const level = own?.failOn ?? levelOf(general);
  const place = own?.place ?? general?.place;
  if (level === null || place === undefined || !isHigherBar(bar.failOn, level)) return null;
  return {
    place: bar.place,
    message: `fail-on = ${bar.failOn} for ${bar.name} is looser than ${level} of ${placeText(place)}, which is inherited`,
    hint: null,
  };
}

function levelOf(setting: Setting | undefined): Bar["failOn"] | null {
  const text = setting?.value.kind === "text" ? setting.value.value : null;
  return LEVELS.find((level) => level === text) ?? null;
}

function listOf(name: KeyName, settings: readonly Setting[]): readonly PlacedText[] {
  const found = settings.find(({ key }) => key === name)?.value;
  return found?.kind === "list" ? found.items : [];
}

function forbidden(waivers: readonly Waiver[], never: readonly PlacedText[]): readonly ConfigProblem[] {
  return waivers.flatMap(({ id, place }) => {
    const found =
      id === null ? undefined : never.find(({ text }) => text.trim().toUpperCase() === id.toUpperCase());
    if (found === undefined) return [];
    return [{ place, message: `no waiver may cover ${id} (${placeText(found.place)})`, hint: null }];
  });
}

/** A value as TOML writes it, in short. */
export function valueText(value: SettingValue): string {
  if (value.kind === "list") return `[${value.items.map(({ text }) => JSON.stringify(text)).join(", ")}]`;
  if (value.kind === "share" && value.value > 1) return "nothing"; // the default: no probability fails
  return value.kind === "text" ? JSON.stringify(value.value) : String(value.value);
}

/** `pyproject.toml:12: unknown key …` */
export function problemText({
  place,
  message,
}: {
  readonly place: ConfigPlace;
  readonly message: string;
}): string {
  return `${placeText(place)}: ${message}`;
}
