import type { OwnCode, PackageSource, Pin } from "../../../model/index.ts";
import { gitUrl, pathOf } from "../direct-url.ts";
import { sourceUrl } from "../source-url.ts";
import { workingTreeAt } from "../working-tree.ts";

/** Where a PyPI package of a lock comes from. */
export interface Place {
  readonly source: PackageSource;
  readonly pin: Pin;
  readonly own: OwnCode | null;
}

/** `location`: URL of a file of an index, `direct+URL`, `git+URL`, or the path of a file or a directory. */
export function placeOf(lock: string, given: GivenPlace): Place {
  const { location, index } = given;
  if (/^git\+|\.git(?:[@#?]|$)/i.test(location)) {
    return { source: { type: "git", url: repositoryUrl(location) }, pin: "url", own: null };
  }
  if (/^direct\+/i.test(location)) {
    return { source: { type: "url", url: sourceUrl(location.slice(7)) }, pin: "url", own: null };
  }
  if (location.includes("://") && !/^file:/i.test(location)) {
    const url = index === null ? null : sourceUrl(index);
    return { source: { type: "registry", url }, pin: "exact", own: null };
  }
  const path = location.replace(/^file:(?:\/\/)?/i, "");
  const isArchive = /\.(?:whl|zip|tar\.[a-z0-9]{2,3}|tgz)$/i.test(path);
  const own = isArchive ? null : ownCode(workingTreeAt(lock, path), given);
  return { source: { type: "path", url: pathOf(path) }, pin: "url", own };
}

/**
 * A copy in the tree that is not edited where it lies may be anybody's release: it is audited under its version. From
 * version 7 of its lock on pixi does not say what is edited, but leaves the version out where a build computes it.
 */
function ownCode(
  inside: ReturnType<typeof workingTreeAt>,
  { version, isEditable }: GivenPlace,
): OwnCode | null {
  if (inside === "project") return inside;
  return isEditable || (inside !== null && version === null) ? (inside ?? "editable") : null;
}

interface GivenPlace {
  readonly version: string | null;
  readonly location: string;
  readonly index: string | null;
  readonly isEditable: boolean;
}

/** The commit that was locked stays, as the fragment: written behind `@` or behind `#`. */
function repositoryUrl(location: string): string | null {
  const commit = /[@#]([0-9a-f]{40})$/.exec(location)?.[1];
  const url = gitUrl(location.replace(/[?#][^]*$/, ""));
  return url === null || commit === undefined ? url : `${url}#${commit}`;
}
