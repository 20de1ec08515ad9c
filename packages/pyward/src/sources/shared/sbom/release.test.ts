import { expect, test } from "vitest";
import { identify } from "./release.ts";
import type { SbomComponent } from "./sbom.ts";

function component(given: Partial<SbomComponent>): SbomComponent {
  return {
    name: null,
    version: null,
    range: null,
    purls: [],
    isPackage: true,
    saysPython: false,
    hashes: [],
    scopes: [],
    extras: [],
    marker: null,
    isModified: false,
    start: 0,
    ...given,
  };
}

const COMMIT = "8b1a9953c4611296a827abf8c47804d7c1f0a3b2";

test.each([
  [
    "pkg:pypi/Brick_Wall@1.0",
    { name: "brick-wall", version: "1.0", pin: "exact", source: { type: "registry", url: null } },
  ],
  ["pkg:pypi/brick@1%211.0%2Blocal", { version: "1!1.0+local" }],
  ["pkg:pypi/brick", { version: null, pin: "unpinned" }],
  [
    "pkg:pypi/brick@1?repository_url=packages.example/simple",
    { source: { type: "registry", url: "packages.example/simple" } },
  ],
  [
    "pkg:pypi/brick@1?repository_url=https://me:secret@packages.example/simple%3Ftoken=x",
    { source: { type: "registry", url: "https://packages.example/simple" } },
  ],
  [
    `pkg:pypi/brick@1?vcs_url=git%2Bhttps://git.example/brick.git%40${COMMIT}`,
    { pin: "url", version: "1", source: { type: "git", url: `https://git.example/brick.git#${COMMIT}` } },
  ],
  [
    "pkg:pypi/brick?vcs_url=git%2Bssh://git%40git.example/brick%40main",
    { pin: "url", version: null, source: { type: "git", url: "ssh://git.example/brick" } },
  ],
  [
    "pkg:pypi/brick?vcs_url=hg%2Bhttps://hg.example/brick",
    { pin: "url", source: { type: "url", url: "https://hg.example/brick" } },
  ],
  [
    "pkg:pypi/brick@1?vcs_url=git%2Bfile:///home/me/brick",
    { pin: "url", source: { type: "git", url: null } },
  ],
  [
    "pkg:pypi/brick?download_url=https://files.example/brick-2.0-py3-none-any.whl",
    { pin: "url", version: "2.0", source: { type: "url" } },
  ],
  [
    "pkg:pypi/brick@1?download_url=file:///home/me/brick-1.tar.gz",
    { pin: "url", source: { type: "path", url: null } },
  ],
  ["pkg:pypi/brick@1?checksum=sha256:00ff,nonsense", { hashes: ["sha256:00ff"] }],
  ["pkg:pypi/brick?vers=vers:pypi/%3E%3D1.0%7C%3C2.0", { pin: "range", specifiers: "<2.0,>=1.0" }],
  ["pkg:pypi/brick?vers=vers:pypi/1.0", { pin: "exact", version: "1.0" }],
  ["pkg:pypi/brick?vers=vers:pypi/1.0%7C2.0", { pin: "unpinned", version: null }],
])("%s", (purl, expected) => {
  const identified = identify(component({ purls: [purl] }));
  expect(identified.kind === "python" ? identified.releases : []).toMatchObject([expected]);
});

test.each([
  [{ version: "1.0" }, { version: "1.0", pin: "exact" }],
  [{ version: ">= 1.0, < 2" }, { version: null, pin: "range", specifiers: "<2,>=1.0" }],
  [{ version: "== 1.0" }, { version: "1.0", pin: "exact" }],
  [{ version: "NOASSERTION" }, { version: null, pin: "unpinned" }],
  [{ version: " " }, { version: null, pin: "unpinned" }],
  [{ version: "vers/1.0" }, { version: "vers/1.0", pin: "exact" }],
  [{ range: "vers:pypi/>=1.20|<2.0" }, { version: null, pin: "range", specifiers: "<2.0,>=1.20" }],
])("a package URL without a version, and %j", (given, expected) => {
  const identified = identify(component({ purls: ["pkg:pypi/brick"], ...given }));
  expect(identified.kind === "python" ? identified.releases : []).toMatchObject([expected]);
});

test.each([
  [{ purls: ["pkg:npm/brick@1"] }, { kind: "other", type: "npm" }],
  [{ purls: ["pkg:NPM/%"] }, { kind: "other", type: "npm" }],
  [{ purls: ["pkg:deb/debian/python3-brick@1", "pkg:pypi/brick@1"] }, { kind: "python" }],
  [
    { purls: ["pkg:deb/debian/python3-brick@1"], saysPython: true },
    { kind: "other", type: "deb" },
  ],
  [
    { purls: ["pkg:pypi/a/brick@1"], name: "Brick" },
    { kind: "unusable", name: "brick" },
  ],
  [{ purls: ["pkg:pypi/%20"] }, { kind: "unusable", name: null }],
  [{ purls: ["brick@1"] }, { kind: "unusable", name: null }],
  [
    { saysPython: true, name: "Brick" },
    { kind: "unusable", name: "brick" },
  ],
  [{ name: "brick", version: "1" }, { kind: "unidentified" }],
])("%j", (given, expected) => {
  expect(identify(component(given))).toMatchObject(expected);
});
