import type { Progress } from "./host/index.ts";
import { indexMetadata } from "./index-metadata.ts";
import { awaitsVersion } from "./inventory/awaits-version.ts";
import { internalNames } from "./inventory/privacy.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import type { Dependency, Gap, ReportTarget } from "./model/index.ts";
import { DEFAULT_INDEX } from "./package-index/default-index.ts";
import { USUAL, type PackageIndexes } from "./package-index/open-indexes.ts";
import type { ReadProject } from "./read-projects.ts";
import type { PackageMetadata } from "./resolve/metadata.ts";
import type { ResolveRequest } from "./resolve/request.ts";
import { ask, type Answer, type Asking } from "./unpinned/ask.ts";
import { wantedCells } from "./unpinned/cells.ts";
import { fill } from "./unpinned/fill.ts";
import { awaits, partsOf, placesIn, requirementsIn, type Part } from "./unpinned/question.ts";

/** How the versions are found that nothing says. */
export interface Resolving {
  readonly indexes: PackageIndexes;
  readonly mode: NonNullable<ResolveRequest["mode"]>;
  /** RFC 3339: what was uploaded then or later does not exist; null: all counts. */
  readonly excludeNewer: string | null;
}

interface Circumstances {
  readonly targets: readonly ReportTarget[];
  readonly now: Date;
  readonly progress: Progress;
  /** Names and patterns of packages that the default index is not told of. */
  readonly internal: readonly string[];
}

export interface ResolvedProjects {
  readonly projects: readonly ReadProject[];
  readonly notes: readonly string[];
}

/** The projects with what would be installed today in place of requirements without a version. Nothing is run, built or installed. */
export async function resolveProjects(
  projects: readonly ReadProject[],
  resolving: Resolving,
  circumstances: Circumstances,
): Promise<ResolvedProjects> {
  const run = new Run(resolving, circumstances);
  const resolved: ReadProject[] = [];
  for (const project of projects) resolved.push(await run.resolve(project));
  return { projects: resolved, notes: run.notes() };
}

class Run {
  readonly #resolving: Resolving;
  readonly #circumstances: Circumstances;
  readonly #names = new Set<string>();
  readonly #untold = new Set<string>();
  #failure: string | null = null;
  #answered = 0;

  constructor(resolving: Resolving, circumstances: Circumstances) {
    this.#resolving = resolving;
    this.#circumstances = circumstances;
  }

  async resolve(project: ReadProject): Promise<ReadProject> {
    if (project.kind !== "project") return project;
    let { sources } = project;
    for (const part of partsOf(sources)) {
      // Whom one question could not reach, the next one would wait for, too.
      if (this.#failure !== null) return { ...project, sources };
      if (this.#isElsewhere(part)) continue;
      sources = replaced(sources, await this.#answersFor(part));
    }
    return { ...project, sources };
  }

  /** A file that names indexes for all that it asks for is resolved where these are one that the user names, too. */
  #isElsewhere(part: Part): boolean {
    const places = new Set(indexesOf(part).map((url) => this.#resolving.indexes.place(url)));
    if (places.size === 0 || (places.size === 1 && !places.has(null))) return false;
    for (const { inventory } of part.sources)
      for (const one of inventory.dependencies) if (awaitsVersion(one)) this.#untold.add(one.name);
    return true;
  }

  /** Files that have no answer together are asked about one by one: nobody says that they are installed together. */
  async #answersFor(part: Part): Promise<readonly Filled[]> {
    const together = await this.#ask(part);
    if (together.kind !== "conflict" || part.sources.length === 1) return this.#filled(part, together);
    const filled: Filled[] = [];
    for (const source of part.sources) {
      const alone = { sources: [source] };
      if (awaits(alone)) filled.push(...this.#filled(alone, await this.#ask(alone)));
    }
    return filled;
  }

  async #ask(part: Part): Promise<Answer> {
    const { targets, now } = this.#circumstances;
    const { mode, excludeNewer } = this.#resolving;
    const bounds = part.sources.flatMap(({ inventory }) => inventory.bounds ?? []);
    const requiresPython = bounds.flatMap((one) => one.requiresPython ?? []);
    const asking: Asking = {
      metadata: this.#metadataFor(part),
      wanted: wantedCells(targets, requiresPython, now),
      requiresPython,
      mayAsk: (dependency) => this.#mayAsk(dependency),
      rules: {
        ...{ mode, excludeNewer },
        constraints: requirementsIn(bounds.flatMap(({ constraints }) => constraints)),
        overrides: requirementsIn(bounds.flatMap(({ overrides }) => overrides)),
      },
    };
    return ask(part, asking);
  }

  #metadataFor(part: Part): PackageMetadata {
    const { progress } = this.#circumstances;
    const places = placesIn(part);
    const [usual = null] = indexesOf(part);
    const metadata = indexMetadata(this.#resolving.indexes, {
      sourceOf: (name) => places.get(name) ?? usual,
      // Addresses come from what is audited.
      mayFetch: () => false,
    });
    return {
      ...metadata,
      versions: (name) => {
        this.#names.add(name);
        progress.step("resolving what is not pinned", this.#names.size);
        return metadata.versions(name);
      },
    };
  }

  #mayAsk({ name, source, pin, own }: Dependency): boolean {
    if (pin === "url" || own !== null || source.type !== "registry") return true;
    const { indexes } = this.#resolving;
    const place = indexes.place(source.url);
    const isTold = indexes.hosts.includes(new URL(DEFAULT_INDEX).host);
    const isInternal = internalNames(this.#circumstances.internal);
    const mayAsk =
      place !== null && !(isTold && (place === USUAL || place === DEFAULT_INDEX) && isInternal(name));
    if (!mayAsk) this.#untold.add(name);
    return mayAsk;
  }

  #filled(part: Part, answer: Answer): readonly Filled[] {
    if (answer.kind === "failed") {
      this.#failure = answer.reason;
      return [];
    }
    const [first] = part.sources;
    if (first === undefined) return [];
    if (answer.kind === "conflict") return [{ source: first, inventory: first.inventory, gaps: answer.gaps }];
    this.#answered++;
    return part.sources.map((source) => ({
      source,
      inventory: awaits({ sources: [source] })
        ? fill(source.inventory, answer.graph, answer.cells)
        : source.inventory,
      gaps: source === first ? answer.gaps : [],
    }));
  }

  notes(): readonly string[] {
    const { hosts } = this.#resolving.indexes;
    return [
      ...(this.#answered === 0 ? [] : [`what is not pinned was resolved by what ${hosts.join(", ")} has`]),
      ...(this.#failure === null ? [] : [`what is not pinned could not be resolved: ${this.#failure}`]),
      ...(this.#untold.size === 0
        ? []
        : [
            `not resolved, for no index that your own settings name may be asked about it: ${[...this.#untold].toSorted().join(", ")}`,
          ]),
    ];
  }
}

/** The same for all files of a part. */
function indexesOf({ sources: [first] }: Part): readonly string[] {
  return first?.inventory.indexes ?? [];
}

interface Filled {
  readonly source: ReadSource;
  readonly inventory: ReadSource["inventory"];
  readonly gaps: readonly Gap[];
}

function replaced(sources: readonly ReadSource[], filled: readonly Filled[]): readonly ReadSource[] {
  const bySource = new Map(filled.map((one) => [one.source, one]));
  return sources.map((source) => {
    const found = bySource.get(source);
    if (found === undefined) return source;
    const { inventory, gaps } = found;
    return { ...source, inventory: { ...inventory, gaps: [...inventory.gaps, ...gaps] } };
  });
}
