import type { TarFile, TarMember, TarWish } from "../../../archive/tar/index.ts";
import type { FileTree } from "../../../host/index.ts";
import type { Gap } from "../../../model/index.ts";
import { harmless } from "../harmless.ts";
import { isMetadata, memberPath, type OpenedArchive } from "./archive.ts";
import { memberTree, type Member } from "./member-tree.ts";
import { archiveGap, failed, leadOut, type Shortfall } from "./shortfall.ts";

/** The largest sdists have some 50,000 files and 300 MB, unpacked. */
const LIMITS = {
  maxEntries: 200_000,
  maxFile: 32 * 1024 * 1024,
  maxTotal: 4 * 1024 * 1024 * 1024,
  maxName: 4096,
  maxRatio: 1000,
  ratioFrom: 64 * 1024 * 1024,
};
/** Of what is kept in memory. */
const MAX_KEPT = 256 * 1024 * 1024;
const WHOLE_LIMIT = 512 * 1024 * 1024;
const PIECE = 1024 * 1024;

/** A tar of the tree, plain or packed, as a tree of its own: read once from its start to its end. */
export async function openTarFile(tree: FileTree, path: string): Promise<OpenedArchive> {
  const found = await tree.stat(path);
  if (found.kind !== "found") return asGap(failed(found));
  if (found.entry !== "file") return asGap(failed({ kind: "not-a-file" }));
  if (found.size === 0) return asGap({ code: "unparsable-file", reason: "the file is empty" });
  const { readPackedTar } = await import("../../../archive/tar/index.ts");
  const planting = new Planting();
  const members = readPackedTar(piecesOf(tree, path, found.size), planting.wish, LIMITS);
  for await (const member of members) planting.add(member);
  return planting.opened();
}

async function* piecesOf(tree: FileTree, path: string, size: number): AsyncGenerator<Uint8Array> {
  if (tree.readRange === undefined) {
    const whole = await tree.read(path, WHOLE_LIMIT);
    if (whole.kind !== "file") throw new Error(failed(whole).reason);
    yield whole.bytes;
    return;
  }
  for (let at = 0; at < size; at += PIECE) {
    const part = await tree.readRange(path, at, Math.min(PIECE, size - at));
    if (part.kind !== "file") throw new Error(failed(part).reason);
    yield part.bytes;
  }
}

/** The members of one tar on their way into a tree. Of two with one path the later counts, as where it is unpacked. */
class Planting {
  readonly #members = new Map<string, Member>();
  readonly #gaps: Gap[] = [];
  #outside = 0;
  #kept = 0;

  readonly wish = (path: string, size: number): TarWish =>
    isMetadata(path) && this.#kept + size <= MAX_KEPT ? "bytes" : "nothing";

  add(member: TarMember): void {
    if (member.kind === "directory" || member.kind === "other") return;
    if (member.kind === "unreadable" && member.path === "") {
      const code = member.code === "damaged" ? "unparsable-file" : "limit-exceeded";
      const reason = harmless(member.reason);
      this.#gaps.push(
        archiveGap({ code: member.code === "unsupported" ? "unsupported-format" : code, reason }),
      );
      return;
    }
    const path = memberPath(member.path);
    if (path === null) this.#outside++;
    else this.#members.set(path, this.#memberOf(path, member));
  }

  opened(): OpenedArchive {
    const [gap] = this.#gaps;
    if (this.#members.size === 0 && gap !== undefined) return { kind: "gap", gap };
    if (this.#outside > 0) this.#gaps.push(leadOut(this.#outside));
    const files = [...this.#members.keys()].toSorted();
    return { kind: "archive", archive: { tree: memberTree(this.#members), files, gaps: this.#gaps } };
  }

  #memberOf(path: string, member: Exclude<TarMember, { kind: "directory" | "other" }>): Member {
    switch (member.kind) {
      case "symlink":
        return { kind: "link", target: member.target };
      case "hardlink": // its target is a path from the root of the archive
        return { kind: "link", target: "../".repeat(path.split("/").length - 1) + member.target };
      case "unreadable":
        return notRead(0, harmless(member.reason));
      case "file":
        return this.#fileOf(member);
      default:
        return member satisfies never;
    }
  }

  #fileOf(file: TarFile): Member {
    if (file.bytes === null) return notRead(file.size, "pyward does not read this file");
    const bytes = Uint8Array.from(file.bytes);
    this.#kept += bytes.length;
    return { kind: "file", size: bytes.length, read: async () => ({ kind: "file", bytes }) };
  }
}

function notRead(size: number, reason: string): Member {
  return { kind: "file", size, read: async () => ({ kind: "unreadable", reason }) };
}

function asGap(shortfall: Shortfall): OpenedArchive {
  return { kind: "gap", gap: archiveGap(shortfall) };
}
