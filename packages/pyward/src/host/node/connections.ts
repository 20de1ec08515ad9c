import type { Server } from "node:http";
import type { Socket } from "node:net";

/** The connections of a server. */
export interface Connections {
  /** From here until the function is called there is a request on it that has to be answered. */
  begin(socket: Socket): () => void;
  isBusy(socket: Socket): boolean;
  /** Ends those without a request at once, and each other one when its request is answered. */
  end(): void;
}

/** Of one client at most `limit`; more are closed as they come. */
export function watchConnections(server: Server, limit: number): Connections {
  const open = new Set<Socket>();
  const busy = new Map<Socket, number>();
  const byClient = new Map<string, number>();
  let isEnding = false;
  const count = (client: string, change: number): number => {
    const left = (byClient.get(client) ?? 0) + change;
    if (left > 0) byClient.set(client, left);
    else byClient.delete(client);
    return left;
  };
  server.on("connection", (socket: Socket) => {
    const client = socket.remoteAddress ?? "";
    open.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      busy.delete(socket);
      count(client, -1);
    });
    if (count(client, 1) > limit) socket.destroy();
  });
  return {
    begin: (socket) => {
      busy.set(socket, (busy.get(socket) ?? 0) + 1);
      return () => {
        const left = (busy.get(socket) ?? 1) - 1;
        if (left > 0) busy.set(socket, left);
        else busy.delete(socket);
        if (isEnding && left === 0) socket.end();
      };
    },
    isBusy: (socket) => busy.has(socket),
    end: () => {
      isEnding = true;
      for (const socket of open) if (!busy.has(socket)) socket.destroy();
    },
  };
}
