// Releases as an index has them, for a change that a lock is to record.
import { KEEPS_NOTHING, patient, sinceFirstAsked } from "../../../packages/pyward/src/host/index.ts";
import { withAuthoritiesOfPip } from "../../../packages/pyward/src/host/node/authorities-of-pip.ts";
import { cacheDirectory } from "../../../packages/pyward/src/host/node/cache-directory.ts";
import { nodeHttp } from "../../../packages/pyward/src/host/node/http.ts";
import type { Release } from "../../../packages/pyward/src/model/index.ts";
import { openPackageIndexes } from "../../../packages/pyward/src/open-package-indexes.ts";
import {
  compareVersions,
  normalizeName,
  parseVersion,
  type PackageName,
} from "../../../packages/pyward/src/python/index.ts";

/** Looks releases up; null: the index cannot tell all of it. */
export function openReleases(cache: string): (name: PackageName, version: string) => Promise<Release | null> {
  const http = patient(nodeHttp(withAuthoritiesOfPip(process.env)), {
    budget: 3_000_000,
    elapsed: sinceFirstAsked(() => performance.now()),
  });
  const kept = cache === "" ? KEEPS_NOTHING : cacheDirectory(cache);
  const indexes = openPackageIndexes(
    {
      indexUrl: process.env["PYWARD_TEST_INDEX"] ?? process.env["PIP_INDEX_URL"] ?? null,
      extraIndexUrls: [],
      trustedUrls: (process.env["PYWARD_TEST_HOSTS"] ?? process.env["PIP_EXTRA_INDEX_URL"] ?? "")
        .split(" ")
        .filter(Boolean),
      environment: process.env,
      pip: [],
      uv: null,
    },
    { http, kept, now: new Date(), isOffline: false },
  );
  if (indexes === null) throw new Error("no index");
  return async (name, version) => {
    const place = indexes.place(null);
    const found = place === null ? null : await indexes.project(name, place);
    const wanted = parseVersion(version);
    if (found?.kind !== "found" || !wanted.ok) {
      if (process.env["VERBOSE"]) console.log(name, version, found);
      return null;
    }
    const files = found.pages
      .flatMap((page) => page.files)
      .filter((file) => {
        const own = parseVersion(file.version);
        return own.ok && compareVersions(own.value, wanted.value) === 0 && file.yanked === null;
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const first = files.find(({ wheel }) => wheel !== null) ?? files[0];
    if (first === undefined) return null;
    const read = await indexes.metadata(first);
    if (read.kind !== "metadata") {
      if (process.env["VERBOSE"]) console.log(name, version, read);
      return null;
    }
    const { requirements, extras, requiresPython, summary } = read.metadata;
    return {
      requires: requirements,
      extras: extras.map((extra) => normalizeName(extra)),
      requiresPython,
      summary,
      files: files.map(({ name: filename, url, hashes, size, uploaded }) => ({
        filename,
        url: url.href,
        hashes,
        size,
        uploadTime: uploaded,
      })),
    };
  };
}
