import type { SourceMeta } from "../shared/source.ts";

/** A name does not tell a script with metadata from any other Python file, so no walk hands it one: the user names it. */
export const meta: SourceMeta = {
  id: "script",
  title: "Python script with inline metadata",
  claims: () => false,
  role: "manifest",
  supersedes: [],
};
