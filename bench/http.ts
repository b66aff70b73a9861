/** An HTTP client that costs next to nothing: on two cores the one that measures must not be what is measured. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export type Line = {
  /** One request at a time. @returns the status; the body when `keep`. */
  send(request: Buffer): Promise<{ status: number; body: string }>;
  close(): void;
};

/** The bytes of a request; made before the clock runs. */
export function request(method: string, path: string, headers: Record<string, string>, body?: unknown): Buffer {
  const payload = body === undefined ? "" : JSON.stringify(body);
  const all = {
    host: "bench",
    ...headers,
    ...(payload ? { "content-type": "application/json", "content-length": String(Buffer.byteLength(payload)) } : {}),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${payload}`);
}

/** A keep-alive connection. */
export async function openLine(address: string): Promise<Line> {
  const { hostname, port } = new URL(address);
  const socket: Socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  await once(socket, "connect");
  let waiting: { resolve(answer: { status: number; body: string }): void; reject(error: Error): void } | null = null;
  let held: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    held = held.length ? Buffer.concat([held, chunk]) : chunk;
    const answer = parse(held);
    if (!answer) return;
    held = Buffer.alloc(0);
    waiting?.resolve(answer);
  });
  const fail = () => waiting?.reject(new Error("The connection was closed."));
  socket.on("error", fail).on("close", fail);
  return {
    send: (bytes) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(bytes);
      }),
    close: () => socket.destroy(),
  };
}

/** Null until the whole answer is there. */
function parse(bytes: Buffer): { status: number; body: string } | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const head = bytes.toString("latin1", 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const from = end + 4;
  if (length !== undefined)
    return bytes.length < from + Number(length) ? null : { status, body: bytes.toString("utf8", from) };
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) return { status, body: "" };
  return bytes.subarray(-5).toString("latin1") === "0\r\n\r\n" ? { status, body: bytes.toString("utf8", from) } : null;
}
