import type { PipResolving } from "../../audit-like-pip-audit.ts";
import type { Progress } from "../../host/index.ts";
import { PywardError } from "../../model/index.ts";
import type { Io } from "../io.ts";
import { namedIndexes } from "../package-indexes.ts";
import { configured } from "./configured.ts";
import { namedBy, type Settings } from "./settings.ts";

interface Asked {
  readonly settings: Settings;
  /** Nothing in there names an index. */
  readonly audited: readonly string[];
  readonly progress: Progress;
}

/**
 * What stands in for pip: the indexes that pip's own settings name, the default one where they name none, as who calls pip-audit without `--disable-pip`
 * asks for it (decision 0061). Throws PywardError `usage` and `bad-configuration`.
 */
export async function pipResolving({ settings, audited, progress }: Asked, io: Io): Promise<PipResolving> {
  const { internal } = await configured(namedBy(settings), io);
  const { indexUrl, extraIndexUrls, trustedUrls, targets, requireHashes } = settings;
  const indexes = namedIndexes(
    { extraIndexUrl: extraIndexUrls, trustIndex: trustedUrls, resolve: true },
    audited,
    { ...io, environment: ofPip(io.environment, indexUrl) },
  );
  if (indexes === null)
    throw new PywardError("usage", "nothing can be resolved, since your settings of pip allow no index", {
      hint: "--no-deps --disable-pip audits what is pinned",
    });
  return {
    resolving: { indexes, mode: "highest", excludeNewer: null },
    ...{ targets, internal, progress, requireHashes, now: io.now() },
  };
}

/** pip knows nothing of uv's settings; `--index-url` stands in place of its variable. */
function ofPip(environment: Io["environment"], indexUrl: string | null): Io["environment"] {
  const others = Object.entries(environment).filter(([name]) => !name.startsWith("UV_"));
  return {
    ...Object.fromEntries(others),
    UV_NO_CONFIG: "1",
    ...(indexUrl === null ? {} : { PIP_INDEX_URL: indexUrl }),
  };
}
