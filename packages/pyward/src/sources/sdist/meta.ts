import { parseSdistFilename } from "../../python/index.ts";
import type { SourceMeta } from "../shared/source.ts";

/** Other archives end in `.tar.gz` and `.zip`, too: only a name and a version in the file's name make it one (PEP 625). */
export const meta: SourceMeta = {
  id: "sdist",
  title: "source distribution",
  claims: ({ name }) => parseSdistFilename(name).ok,
  role: "artifact",
  supersedes: [],
};
