import type { SourceMeta } from "../shared/source.ts";

const NAME = /^(?:Dockerfile|Containerfile)(?:\.[^.].*)?$|.\.(?:Dockerfile|Containerfile)$/i;
/** Templates, and code and text about Dockerfiles. */
const ANOTHER =
  /\.(?:dockerignore|j2|jinja2?|tmpl|tpl|template|in|erb|md|rst|txt|html|json|ya?ml|toml|lock|py|pyi|js|ts|go|rs|rb|java|sh|vim|lua)$/i;

export const meta: SourceMeta = {
  id: "dockerfile",
  title: "Dockerfile",
  claims: ({ name }) => NAME.test(name) && !ANOTHER.test(name),
  role: "mention",
  supersedes: [],
};
