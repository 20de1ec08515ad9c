import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isLoopback } from "../host/index.ts";
import { isObject, parseObject, PywardError } from "../model/index.ts";
import type { Io } from "./io.ts";

export type EngineKind = "docker" | "podman";

/** Where a container engine listens. */
export interface Engine {
  readonly title: string;
  readonly url: URL;
  /** Null: by the host and port of the URL. */
  readonly socket: string | null;
}

type Environment = Io["environment"];

/**
 * The engine that the environment names (`DOCKER_HOST`, the context of Docker, `CONTAINER_HOST`), else the first socket that is
 * there. Throws PywardError `no-engine`.
 */
export function engineFor(kind: EngineKind, environment: Environment): Engine {
  const variable = kind === "docker" ? "DOCKER_HOST" : "CONTAINER_HOST";
  const named = environment[variable];
  if (named) return engineAt(named, kind, variable);
  const context = kind === "docker" ? contextHost(environment) : null;
  if (context !== null) return engineAt(context, kind, "Docker's context");
  const sockets = socketsOf(kind, environment);
  const socket = sockets.find((path) => existsSync(path));
  if (socket !== undefined) return engineOn(socket);
  throw new PywardError(
    "no-engine",
    `there is no socket of ${kind === "docker" ? "Docker or Podman" : "Podman"}`,
    {
      hint: `Looked for ${sockets.join(", ")}; ${variable} names another one. Or audit a file: ${kind} save NAME > image.tar`,
    },
  );
}

function socketsOf(kind: EngineKind, environment: Environment): readonly string[] {
  const { XDG_RUNTIME_DIR: runtime, HOME: home } = environment;
  const podman = [...(runtime ? [join(runtime, "podman/podman.sock")] : []), "/run/podman/podman.sock"];
  if (kind === "podman") return podman;
  const docker = [
    "/var/run/docker.sock",
    ...(runtime ? [join(runtime, "docker.sock")] : []), // rootless
    ...(home ? [join(home, ".docker/run/docker.sock")] : []), // Docker Desktop
  ];
  return [...docker, ...podman];
}

/** Of `unix://PATH`, or of TCP on this machine: beyond it the protocol is open to everybody, or wants keys of its own. */
function engineAt(text: string, kind: EngineKind, by: string): Engine {
  const path = /^unix:\/\/(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) {
    if (existsSync(path)) return engineOn(path);
    throw new PywardError("no-engine", `there is no socket at ${path}, which ${by} names`);
  }
  const address = text.replace(/^tcp:/, "http:");
  const url = address.startsWith("http://") && URL.canParse(address) ? new URL(address) : null;
  if (url !== null && isLoopback(url.hostname) && url.username === "" && url.pathname === "/")
    return { title: titleOf(kind), url, socket: null };
  throw new PywardError("no-engine", `${by} names an engine that pyward does not speak to`, {
    hint: `It speaks to unix:// and to tcp:// on this machine. Save the image there, and audit the file: ${kind} save NAME > image.tar`,
  });
}

function engineOn(socket: string): Engine {
  const kind = socket.includes("podman") ? "podman" : "docker";
  return { title: titleOf(kind), url: new URL("http://localhost/"), socket };
}

function titleOf(kind: EngineKind): string {
  return kind === "docker" ? "Docker" : "Podman";
}

/** What `docker context use` or `DOCKER_CONTEXT` has chosen; null: the default one. Throws PywardError `no-engine` where it says no address. */
function contextHost(environment: Environment): string | null {
  const { DOCKER_CONFIG: config, DOCKER_CONTEXT: chosen } = environment;
  const home = environment["HOME"] || environment["USERPROFILE"];
  const folder = config || (home ? join(home, ".docker") : null);
  if (folder === null) return null;
  const current = chosen || objectAt(join(folder, "config.json"))?.["currentContext"];
  if (typeof current !== "string" || current === "" || current === "default") return null;
  const id = createHash("sha256").update(current).digest("hex");
  const endpoints = objectAt(join(folder, "contexts/meta", id, "meta.json"))?.["Endpoints"];
  const docker = isObject(endpoints) ? endpoints["docker"] : null;
  const host = isObject(docker) ? docker["Host"] : null;
  if (typeof host === "string") return host;
  throw new PywardError("no-engine", `the context ${current} of Docker says no address`);
}

function objectAt(path: string): ReturnType<typeof parseObject> {
  try {
    return parseObject(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
