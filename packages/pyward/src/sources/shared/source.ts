import type { FileTree } from "../../host/index.ts";
import type { Edit, EditAnswer, Inventory, Staleness, VersionChange } from "../../model/index.ts";

/** A path that a source claimed, in the tree's coordinates. */
export interface Target {
  /** A file, or a directory for sources that read one (an environment). */
  readonly path: string;
}

/** What reading may depend on besides the files. No network, no time, no process. */
export interface ReadSettings {
  /** The directory, in the tree's coordinates, that stands for the user's working directory (`-e ./x` of pip). */
  readonly workingDirectory: string;
  /** The root of the tree is the root of a whole system (an image): an absolute path lies inside. */
  readonly isWholeSystem?: true;
}

/** How a target's name is claimed in a walk over directories, without opening any file. */
export interface Claim {
  /** Of a file, or of a directory where `claimsDirectories`. */
  readonly name: string;
  /** Path of its folder, "" for the root. */
  readonly folder: string;
}

/** Static facts about a source: what the registry holds, so that a start loads only what it uses. */
export interface SourceMeta {
  /** The folder's name, and the `kind` in reports. */
  readonly id: string;
  /** For people: "pip requirements file". */
  readonly title: string;
  /** Whether a walk hands it this file. Names only; content is for `read`. */
  claims(claim: Claim): boolean;
  /**
   * What kind of statement the file is. A `lock` supersedes the `manifest` beside it that it locks;
   * an `environment`, an `sbom` and an `artifact` (a file that is built to be installed or run) are projects of their own.
   * A `mention` names installations that may happen; it belongs to the project around it, and is none where it names nothing.
   */
  readonly role: "manifest" | "lock" | "environment" | "sbom" | "artifact" | "mention";
  /** Ids of sources whose files in the same folder this one supersedes, when this one could be read. */
  readonly supersedes: readonly string[];
  /** Its files can be told by their content, with `Source.recognises`. */
  readonly knowsContent?: true;
  /**
   * Ids of sources that it supersedes, too, unless a source of the kind `beside` lies in the same folder: then that is
   * what it locks.
   */
  readonly supersedesWithout?: { readonly kinds: readonly string[]; readonly beside: string };
  /** It also locks the manifests of the workspace's members that it names, in their own folders. */
  readonly locksMembers?: true;
  /** It may be of a part of the project only, as an export is: what it lacks was left out on purpose. */
  readonly mayBePart?: true;
  /** An edit of it asks for what the releases need that go (`VersionChange.replaced`). */
  readonly asksReplaced?: true;
}

/** A lock and a manifest that it stands for. */
export interface LockAndManifest {
  readonly tree: FileTree;
  /** Paths in the tree's coordinates. */
  readonly lock: string;
  readonly manifest: string;
  /** What was read from the manifest. */
  readonly asks: Inventory;
}

/** Versions that a target's packages shall have. */
export interface EditRequest {
  readonly tree: FileTree;
  readonly target: Target;
  readonly settings: ReadSettings;
  readonly changes: readonly VersionChange[];
  /** What is written at the same time into the manifests that the target, a lock, stands for, and repeats. Absent: nothing. */
  readonly alongside?: readonly Edit[];
}

/** One input format. It gets a tree, a target and settings and nothing else, so it cannot go online. */
export interface Source {
  readonly meta: SourceMeta;
  /** Never throws for what it reads: garbage gives gaps. */
  read(tree: FileTree, target: Target, settings: ReadSettings): Promise<Inventory>;
  /**
   * Whether the text of a file is of its format. Asked where a name does not tell: of a file that the user named and no
   * source claims, and among sources whose files share names. A quick look, not a proof.
   */
  recognises?(text: string): boolean;
  /** Of a lock: whether it was made from the manifest as it is now. Absent: such locks do not say. */
  staleness?(pair: LockAndManifest): Promise<Staleness>;
  /** What to write so that `read` gives the planned versions and no other byte changes. Absent: none of its files is edited. */
  edit?(request: EditRequest): Promise<EditAnswer>;
}
