import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes, sign } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, createServer as tcpServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { selfSigned } from "../../../test/laws/certificate.ts";

/** A program or server that was started here. */
export interface Running {
  /** `127.0.0.1:PORT`, or a path. */
  readonly at: string;
  /** Waits for its end, after which it writes no more. */
  stop(): Promise<void>;
}

/** Who may read from a registry. */
export type Mode = "open" | "basic" | "token" | "tls";

export const USER = "auditor";
export const PASSWORD = "correct horse: battery/staple";

/** Never waits itself: the server of tokens is in this process. */
export async function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { status: child.exitCode, stdout, stderr };
}

export function has(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}

/** distribution's own registry over a folder, as strict as `mode` has it. */
export async function startRegistry(program: string, folder: string, mode: Mode): Promise<Running> {
  const port = await freePort();
  const { auth, tls, stop } = await strictness(folder, mode);
  const config = {
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: `127.0.0.1:${port}`, ...tls },
    ...(auth === null ? {} : { auth }),
  };
  const path = join(folder, `${mode}.json`);
  writeFileSync(path, JSON.stringify(config)); // JSON is YAML
  const started = start(program, ["serve", path]);
  await waitFor(() => reachable(port), program);
  return {
    at: `127.0.0.1:${port}`,
    async stop() {
      await started.stop();
      await stop();
    },
  };
}

async function strictness(folder: string, mode: Mode) {
  const nothing = { auth: null, tls: {}, stop: async (): Promise<void> => undefined };
  if (mode === "basic") {
    const path = join(folder, "htpasswd");
    writeFileSync(path, `${USER}:${await bcrypt(PASSWORD)}\n`);
    return { ...nothing, auth: { htpasswd: { realm: "conformance", path } } };
  }
  const { key, cert } = selfSigned("localhost");
  if (mode === "tls") {
    const [certificate, secret] = [join(folder, "tls.pem"), join(folder, "tls.key")];
    writeFileSync(certificate, cert);
    writeFileSync(secret, key);
    return { ...nothing, tls: { tls: { certificate, key: secret } } };
  }
  if (mode !== "token") return nothing;
  const rootcertbundle = join(folder, "tokens.pem");
  writeFileSync(rootcertbundle, cert);
  const server = await startTokens(key, cert);
  const token = { realm: `http://${server.at}/token`, service: SERVICE, issuer: ISSUER, rootcertbundle };
  return { ...nothing, auth: { token }, stop: server.stop };
}

/** By the system's crypt(3). */
async function bcrypt(password: string): Promise<string> {
  const salt = "$2b$05$abcdefghijklmnopqrstuu";
  const { stdout } = await run("perl", ["-e", "print crypt($ARGV[0], $ARGV[1])", password, salt]);
  if (!stdout.startsWith("$2b$")) throw new Error("crypt(3) of this system has no bcrypt");
  return stdout;
}

const SERVICE = "conformance";
const ISSUER = "conformance tokens";

/** A server of tokens ("Token Authentication Specification"), which knows one user and lets nobody else in. */
async function startTokens(key: string, cert: string): Promise<Running> {
  const login = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;
  const server = createServer(({ url = "", headers }, answer) => {
    const { searchParams } = new URL(url, "http://localhost");
    const [type = "", name = "", actions = ""] = (searchParams.get("scope") ?? "").split(":");
    if (headers.authorization !== login) answer.writeHead(401).end();
    else
      answer.end(JSON.stringify({ token: tokenFor({ type, name, actions: actions.split(",") }, key, cert) }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { at: `127.0.0.1:${port}`, stop: async () => void server.close() };
}

/** A JSON Web Token (RFC 7519) that carries its certificate. */
function tokenFor(access: object, key: string, cert: string): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { typ: "JWT", alg: "ES256", x5c: [cert.replaceAll(/-----[^-]+-----|\s/g, "")] };
  const claims = {
    iss: ISSUER,
    aud: SERVICE,
    sub: USER,
    jti: randomBytes(8).toString("hex"),
    nbf: now - 10,
    iat: now,
    exp: now + 300,
    access: [access],
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

/** Podman's service over a storage of its own. */
export async function startPodman(folder: string): Promise<Running> {
  const socket = join(folder, "podman.sock");
  const started = start("podman", [
    ...storageOptions(folder),
    "system",
    "service",
    "--time=0",
    `unix://${socket}`,
  ]);
  await waitFor(async () => existsSync(socket), "podman");
  return { at: socket, stop: () => started.stop() };
}

/** Docker's daemon over a storage of its own, without a network for containers; it has to be root's. */
export async function startDocker(folder: string): Promise<Running> {
  const socket = join(folder, "docker.sock");
  const places = ["data-root", "exec-root", "pidfile"].map(
    (name) => `--${name}=${join(folder, `docker-${name}`)}`,
  );
  const alone = ["--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs"];
  const started = start("dockerd", [...places, ...alone, "-H", `unix://${socket}`]);
  await waitFor(
    async () => (await run("curl", ["-sf", "--unix-socket", socket, "http://docker/_ping"])).status === 0,
    "dockerd",
  );
  return { at: socket, stop: () => started.stop() };
}

/** Of the command podman. */
export function storageOptions(folder: string): readonly string[] {
  const [root, runroot] = storageFolders(folder);
  return ["--root", root, "--runroot", runroot, "--storage-driver", "vfs"];
}

export function storageFolders(folder: string): readonly [string, string] {
  const folders = [join(folder, "storage"), join(folder, "storage-run")] as const;
  folders.forEach((path) => mkdirSync(path, { recursive: true }));
  return folders;
}

function start(program: string, args: readonly string[]): Pick<Running, "stop"> {
  const child = spawn(program, args, { stdio: "ignore" });
  const ended = once(child, "exit");
  return {
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function waitFor(isThere: () => Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await isThere()) return;
    await wait(100);
  }
  throw new Error(`${what} did not start`);
}

async function freePort(): Promise<number> {
  const server = tcpServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => void server.close(resolve));
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

function reachable(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

export const sha256 = (content: string): string =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;
