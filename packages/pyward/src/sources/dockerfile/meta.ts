import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "dockerfile",
  title: "Dockerfile",
  claims: ({ name }) =>
    /^(?:Dockerfile|Containerfile)(?:\.[^.].*)?$|.\.(?:Dockerfile|Containerfile)$/i.test(name) &&
    !/\.(?:dockerignore|j2|jinja2?|tmpl|template|md|txt|lock)$/i.test(name),
  role: "mention",
  supersedes: [],
};
