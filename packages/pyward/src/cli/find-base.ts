import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import type { FileTree } from "../host/index.ts";
import type { Base } from "../judge-comparison.ts";
import { PywardError, REPORT_SCHEMA, type Report } from "../model/index.ts";
import { openBase, type OpenBase } from "../open-revision.ts";
import type { AuditRoot } from "../read-projects.ts";
import { readReport } from "../read-report.ts";
import type { Io } from "./io.ts";
import { readBounded } from "./piped-file.ts";
import { rootsAt } from "./revision-roots.ts";
import type { Wanted } from "./wanted.ts";

/** What is compared with what. */
export interface WantedBase {
  /** A saved report or a revision, as written. */
  readonly name: string;
  /** What the report itself is made of, for it is read in the base as well. */
  readonly wanted: Wanted;
  /** Where the change is: `HEAD`, also of a working tree. */
  readonly head: string;
  /** False: the revision itself, not where `head` left it. */
  readonly mergeBase: boolean;
}

/** A base that was found, and not audited yet. */
export type FoundBase =
  | { readonly kind: "report"; readonly base: Base }
  | {
      readonly kind: "commit";
      readonly from: Base["from"];
      readonly roots: readonly AuditRoot[];
      /**
       * The tree of the commit and the folder that it is a tree of. Settings of a pull request are read from here and not from what the
       * change has made of them.
       */
      readonly settings: { readonly top: string; readonly tree: FileTree };
    };

/**
 * The base that `name` says: a file is a saved report, anything else a revision. A name with the ending `.json` is never a
 * revision where such a file is there. Throws PywardError.
 */
export async function findBase(wanted: WantedBase, io: Io): Promise<FoundBase> {
  const { name } = wanted;
  const isFile = statSync(resolve(io.cwd, name), { throwIfNoEntry: false })?.isDirectory() === false;
  if (isFile && name.endsWith(".json")) return ofReport(name, io);
  try {
    return await ofCommit(wanted, io);
  } catch (error) {
    if (!isNoRevision(error)) throw error;
    if (isFile) return ofReport(name, io);
    if (/[\\/]|\.json$/.test(name) && !existsSync(resolve(io.cwd, name)) && error.code === "usage")
      throw new PywardError("missing-path", `${name} does not exist`, { cause: error });
    throw error;
  }
}

/** A commit is audited by `request`: with the same database and settings, at the same time. */
export async function baseOf(found: FoundBase, request: AuditRequest): Promise<Base> {
  if (found.kind === "report") return found.base;
  const { roots, from } = found;
  return { report: await audit({ ...request, roots }), from };
}

function isNoRevision(error: unknown): error is PywardError {
  return error instanceof PywardError && (error.code === "usage" || error.code === "unknown-revision");
}

function ofReport(name: string, io: Io): FoundBase {
  const from = { kind: "report", name, commit: null, isMergeBase: false } as const;
  return { kind: "report", base: { report: savedReport(name, io), from } };
}

/** The saved report at a path; null where something else is there, such as an SBOM or nothing. */
export function reportAt(path: string, io: Io): Report | null {
  const isFile = statSync(resolve(io.cwd, path), { throwIfNoEntry: false })?.isFile() === true;
  if (!isFile || !path.endsWith(".json")) return null;
  const text = textOf(path, io);
  return text.slice(0, 4096).includes(`"${REPORT_SCHEMA}"`) ? savedReport(path, io) : null;
}

/** Throws PywardError `bad-report` for what is none, and `missing-path`. */
function savedReport(name: string, io: Io): Report {
  const read = readReport(textOf(name, io));
  if (read.ok) return read.value;
  throw new PywardError("bad-report", `${name}: ${read.error.message}`, { hint: read.error.hint ?? "" });
}

function textOf(name: string, io: Io): string {
  try {
    return new TextDecoder().decode(readBounded(name, io));
  } catch (cause) {
    if (cause instanceof PywardError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PywardError("missing-path", `${name} cannot be read: ${reason}`, { cause });
  }
}

async function ofCommit({ name, wanted, head, mergeBase }: WantedBase, io: Io): Promise<FoundBase> {
  const asked = {
    rev: name,
    open: (files: Parameters<typeof openBase>[1]): OpenBase =>
      openBase({ revision: name, head, mergeBase }, files),
    option: `${name}: `,
    mayLack: true,
  };
  const found = await rootsAt(wanted, asked, io);
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) {
    throw new PywardError("usage", `${name}: what is asked for lies in ${found.length} repositories`, {
      hint: "Compare one repository at a time.",
    });
  }
  const { opened, root, top } = first;
  const { commit, isMergeBase } = opened;
  return {
    kind: "commit",
    from: { kind: "commit", name, commit, isMergeBase },
    roots: [root],
    settings: { top, tree: root.tree },
  };
}
