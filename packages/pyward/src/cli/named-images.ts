import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isLoopback } from "../host/index.ts";
import { memoryTree } from "../host/memory/index.ts";
import { nodeHttp, PATIENCE } from "../host/node/http.ts";
import { keepForNow } from "../host/node/temporary-file.ts";
import { PywardError } from "../model/index.ts";
import {
  imageInEngine,
  imageInRegistry,
  parseEngineName,
  parseReference,
  referenceText,
} from "../open-remote-images.ts";
import type { ImagesToRead } from "../read-images.ts";
import type { AuditRoot } from "../read-projects.ts";
import { engineFor, type EngineKind } from "./container-engine.ts";
import type { Io } from "./io.ts";
import type { Wanted } from "./wanted.ts";

/** How an image is named: in a registry (`isPlain` null: by its host), or in an engine. */
type Scheme =
  | { readonly kind: "registry"; readonly isPlain: boolean | null }
  | { readonly kind: "engine"; readonly engine: EngineKind };

const SCHEMES: Readonly<Record<string, Scheme>> = {
  "docker://": { kind: "registry", isPlain: null }, // as skopeo, buildah and podman have it
  "registry:": { kind: "registry", isPlain: null },
  "registry+http:": { kind: "registry", isPlain: true },
  "registry+https:": { kind: "registry", isPlain: false },
  "docker:": { kind: "engine", engine: "docker" },
  "podman:": { kind: "engine", engine: "podman" },
};

/**
 * `registry:HOST/NAME` or `docker:NAME` as something to audit. Nothing is contacted yet. Throws PywardError `usage`, and `no-engine`
 * where there is no socket to ask.
 */
export function namedImage(text: string, { platforms, offline }: Wanted, io: Io): AuditRoot {
  const prefix = Object.keys(SCHEMES).find((one) => text.startsWith(one)) ?? "";
  const scheme = SCHEMES[prefix];
  const named = text.slice(prefix.length);
  if (scheme === undefined) throw new Error("not asked whether it names an image");
  if (named.replace(/@sha\d+:.*$/s, "").includes("@")) {
    throw new PywardError("usage", `${prefix} takes no user and no password`, {
      hint: "`docker login HOST` keeps them, and pyward finds them there.",
    });
  }
  if (offline === true) {
    throw new PywardError("usage", `--offline was asked for, and ${text} has to be fetched`, {
      hint: "Save it while you are online (docker save, skopeo copy), and audit the file.",
    });
  }
  const wanted = platforms ?? [];
  return scheme.kind === "registry"
    ? registryRoot(named, prefix, { isPlain: scheme.isPlain, wanted, io })
    : engineRoot(named, scheme.engine, { wanted, io });
}

interface Asked {
  readonly wanted: readonly string[];
  readonly io: Io;
}

function registryRoot(
  named: string,
  prefix: string,
  { isPlain, wanted, io }: Asked & { readonly isPlain: boolean | null },
): AuditRoot {
  const reference = parseReference(named);
  if (reference === null) {
    throw new PywardError("usage", `${named} names no image in a registry`, {
      hint: `Write the registry's host, too: ${prefix}registry.example/team/app:1.2, or …/app@sha256:…`,
    });
  }
  const access = {
    http: nodeHttp(io.environment),
    isPlain: isPlain ?? isLoopback(reference.host.replace(/:\d+$/, "")),
    configs: () => loginFiles(io.environment),
  };
  const shown = `registry:${referenceText(reference)}`;
  return rootOf(shown, imageInRegistry(reference, access, wanted));
}

function engineRoot(named: string, kind: EngineKind, { wanted, io }: Asked): AuditRoot {
  const name = parseEngineName(named);
  if (name === null) {
    throw new PywardError("usage", `${named} names no image`, {
      hint: `Write it as \`${kind} images\` does: ${kind}:app:1.2`,
    });
  }
  const { title, url, socket } = engineFor(kind, io.environment);
  // An engine writes the whole archive down before it sends the first byte.
  const patience = { ...PATIENCE, answer: 20 * 60_000, idle: 5 * 60_000 };
  const http = nodeHttp(io.environment, patience);
  return rootOf(
    `${kind}:${name}`,
    imageInEngine({ name, engine: title, url, socket, http, keep: keepForNow }, wanted),
  );
}

function rootOf(shown: string, images: ImagesToRead): AuditRoot {
  return {
    tree: memoryTree({}),
    folders: [],
    files: [],
    environments: [],
    workingDirectory: "",
    display: (inside) => (inside === "" ? shown : inside),
    images,
  };
}

/** The largest that is read; they are of a few kB. */
const LOGINS_LIMIT = 1024 * 1024;

/** Where Docker and Podman keep logins (docker-login(1), containers-auth.json(5)), as texts; an empty one is a file that cannot be read. */
function loginFiles(environment: Io["environment"]): readonly string[] {
  const {
    REGISTRY_AUTH_FILE: named,
    DOCKER_CONFIG: docker,
    XDG_RUNTIME_DIR: runtime,
    XDG_CONFIG_HOME: config,
  } = environment;
  const home = environment["HOME"] || environment["USERPROFILE"];
  const user = process.getuid?.(); // none on Windows
  const podman = config || (home ? join(home, ".config") : null);
  const places = [
    named || null,
    docker ? join(docker, "config.json") : home ? join(home, ".docker/config.json") : null,
    runtime ? join(runtime, "containers/auth.json") : null,
    !runtime && user !== undefined ? `/run/containers/${user}/auth.json` : null,
    podman === null ? null : join(podman, "containers/auth.json"),
  ];
  return places.flatMap((path) => (path === null || !existsSync(path) ? [] : [loginsIn(path)]));
}

function loginsIn(path: string): string {
  try {
    const status = statSync(path);
    return status.isFile() && status.size <= LOGINS_LIMIT ? readFileSync(path, "utf8") : "";
  } catch {
    return "";
  }
}
