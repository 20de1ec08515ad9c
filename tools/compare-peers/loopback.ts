import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

/** The service that answers the peers as the OSV API does, on this machine only. */
export interface Loopback {
  readonly port: number;
  readonly url: string;
  readonly stop: () => void;
}

export interface LoopbackOptions {
  readonly python: string;
  /** The folder that holds loopback_osv.py. */
  readonly bench: string;
  readonly archive: string;
  /** Records a page; 0: no pages. */
  readonly page?: number;
  readonly withdrawn?: boolean;
}

/** Starts the service on a free port and waits until it has read its records. Rejects with what it said if it ends before. */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const port = await freePort();
  const child = spawn(
    options.python,
    [
      join(options.bench, "loopback_osv.py"),
      ...["--zip", options.archive, "--port", String(port), "--page", String(options.page ?? 0)],
      ...(options.withdrawn === true ? ["--withdrawn"] : []),
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  await ready(child);
  return { port, url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => void (said += chunk.toString()));
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().startsWith("ready")) resolve();
    });
    child.on("error", reject);
    child.on("close", () => reject(new Error(`the loopback service ended: ${said.trim()}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
