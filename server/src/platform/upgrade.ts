/**
 * WebSocket upgrades through Fastify: the handler gets the same request object as a route (address behind proxies, cookies), and
 * an error becomes a plain HTTP answer before the upgrade. Several paths share one server.
 */
import { type IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";

export type Upgrade = (request: FastifyRequest, raw: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

type Pending = { socket: Duplex; head: Buffer };
const pending = new WeakMap<IncomingMessage, Pending>();
const listening = new WeakSet<FastifyInstance>();

/** Registers `path` for upgrades. An ordinary GET there is answered with 426. */
export function upgradeRequests(http: FastifyInstance, path: string, handle: Upgrade): void {
  listen(http);
  http.get(path, { schema: { hide: true } as object }, async (request, reply) => {
    const waiting = pending.get(request.raw);
    if (!waiting)
      return reply
        .code(426)
        .header("upgrade", "websocket")
        .send({
          success: false,
          error: { code: "bad_request", message: "This address is a WebSocket." },
          meta: { request_id: request.id },
        });
    pending.delete(request.raw);
    try {
      await handle(request, request.raw, waiting.socket, waiting.head);
      reply.hijack();
    } catch (error) {
      const known =
        error instanceof AppError
          ? error
          : new AppError("internal", "Something went wrong on our side.", { cause: error });
      reply.hijack();
      waiting.socket.end(`HTTP/1.1 ${known.status} ${known.code}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    }
    return reply;
  });
}

function listen(http: FastifyInstance): void {
  if (listening.has(http)) return;
  listening.add(http);
  http.server.on("upgrade", (raw, socket, head) => {
    socket.on("error", () => socket.destroy());
    pending.set(raw, { socket, head });
    // Routed like any request; the answer object goes nowhere unless a handler writes to the socket itself.
    const response = new ServerResponse(raw);
    response.on("finish", () => {
      if (!pending.delete(raw)) return;
      socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    });
    http.routing(raw, response);
  });
}
