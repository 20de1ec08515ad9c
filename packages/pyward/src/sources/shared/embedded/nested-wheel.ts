import { baseName, fileOrigin, makeDependency, makeInventory, type Inventory } from "../../../model/index.ts";
import { placedIn, type OpenedArchive } from "../archive/archive.ts";
import { inMemory, openZipBytes } from "../archive/open-zip.ts";
import { harmless } from "../harmless.ts";
import { findRelease } from "../artifact/wheel-release.ts";
import { SEEDS } from "../installed/connect.ts";
import type { Findings } from "./findings.ts";
import type { Owner } from "./owner.ts";

const WHEEL_LIMIT = 64 * 1024 * 1024;
/** A wheel in a wheel in a wheel: virtualenv in an application, with pip in it. */
const MAX_DEPTH = 3;

/** What is inside of a release: the caller, for a wheel may have all that its owner has. */
type Look = (owner: Owner) => Promise<Inventory>;

/** Wheels that a release carries to install them somewhere, as virtualenv and ensurepip do. */
export async function addWheels(
  owner: Owner,
  wheels: readonly string[],
  { findings, look }: { readonly findings: Findings; readonly look: Look },
): Promise<void> {
  for (const path of wheels) {
    if (owner.depth >= MAX_DEPTH || owner.budget.archives <= 0) {
      const reason = `it lies more than ${MAX_DEPTH} archives deep, or is one of hundreds, and was not opened`;
      findings.addGap("limit-exceeded", reason, { origin: fileOrigin(path), name: owner.dependency.name });
      continue;
    }
    owner.budget.archives--;
    const opened = await openWheel(owner, path);
    if (opened.kind === "gap") {
      findings.addGap(opened.gap.code, opened.gap.reason, { origin: fileOrigin(path) });
      continue;
    }
    const { tree, files } = opened.archive;
    const { release, info, gaps } = await findRelease(opened.archive, baseName(path));
    findings.addInner(placedIn(path, { ...NOTHING, gaps: [...opened.archive.gaps, ...gaps] }));
    if (release === null) continue;
    const { name, version } = release;
    // A seed waits there until somebody makes an environment: the release itself imports nothing of it.
    const scopes = SEEDS.has(name) ? (["tooling"] as const) : owner.dependency.scopes;
    const key = findings.add({ name, version, origin: fileOrigin(path) }, scopes);
    const dependency = makeDependency({
      ...owner.dependency,
      key,
      name,
      version,
      scopes,
      origins: [],
    });
    const inner = await look({ ...owner, dependency, tree, files, info, depth: owner.depth + 1 });
    findings.addInner(placedIn(path, inner));
  }
}

const NOTHING = makeInventory({});

async function openWheel(owner: Owner, path: string): Promise<OpenedArchive> {
  const read = await owner.tree.read(path, WHEEL_LIMIT);
  if (read.kind === "file") return openZipBytes(inMemory(read.bytes));
  const why = read.kind === "unreadable" ? harmless(read.reason) : read.kind;
  const code = read.kind === "too-large" ? "limit-exceeded" : "unreadable";
  const origin = fileOrigin("");
  const gap = { code, name: null, advisory: null, expected: false, origin } as const;
  return { kind: "gap", gap: { ...gap, reason: `the wheel inside cannot be read (${why})` } };
}
