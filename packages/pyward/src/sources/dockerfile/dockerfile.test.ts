import { expect, test } from "vitest";
import { meta } from "./meta.ts";

test.each([
  "Dockerfile",
  "dockerfile",
  "Dockerfile.prod",
  "api.Dockerfile",
  "Containerfile",
  "Containerfile.dev",
])("claims %s", (name) => expect(meta.claims({ name, folder: "" })).toBe(true));

test.each([
  "Dockerfile.dockerignore",
  "Dockerfile.md",
  "Dockerfile.j2",
  "dockerfile.py",
  "Dockerfile.in",
  "Dockerfiles",
  "docker-compose.yml",
])("does not claim %s", (name) => expect(meta.claims({ name, folder: "" })).toBe(false));
