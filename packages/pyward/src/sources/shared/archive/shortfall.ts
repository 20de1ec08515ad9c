import type { ReadFailure } from "../../../host/index.ts";
import { fileOrigin, makeGap, type Gap } from "../../../model/index.ts";
import { harmless } from "../harmless.ts";

/** Why an archive, or something of it, was not read. Origins are inside of it: "" is the archive itself. */
export type Shortfall = Pick<Gap, "code" | "reason">;

export function archiveGap(shortfall: Shortfall, path = ""): Gap {
  return makeGap({ ...shortfall, origin: fileOrigin(path) });
}

/** What a tree says of an archive that it cannot read. */
export function failed(failure: ReadFailure): Shortfall {
  switch (failure.kind) {
    case "missing":
      return { code: "unreadable", reason: "the file does not exist" };
    case "outside-root":
      return { code: "outside-root", reason: "the file is a link that leads out of the audited root" };
    case "too-large":
      return {
        code: "limit-exceeded",
        reason: `the file has ${failure.size} bytes; pyward reads up to ${failure.limit}`,
      };
    case "not-a-file":
    case "not-a-directory":
      return { code: "unreadable", reason: "there is no regular file at this path" };
    case "unreadable":
      return { code: "unreadable", reason: harmless(failure.reason) };
    default:
      return failure satisfies never;
  }
}

/** Paths that `memberPath` takes for none. */
export function leadOut(count: number): Gap {
  const reason = `the paths of ${count} of its files lead out of the archive or are too long; they were not looked at`;
  return archiveGap({ code: "outside-root", reason });
}
