import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Has a server of a test listen on this machine, at a free port. Gives `127.0.0.1:PORT`. */
export async function listenOnLoopback(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no address");
  return `127.0.0.1:${address.port}`;
}

/** Ends it, with the connections that are open. */
export async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
}
