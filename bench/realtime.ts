/** A message comes in → another member's screen is told, with a thousand sockets in one workspace. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import { openLine, request } from "./http.ts";
import { figure, note, spread, title } from "./report.ts";
import { apiChannel, keyHeaders, sessionHeaders, startInstallation } from "./signed-in.ts";

const sockets = Number(process.env.BENCH_SOCKETS ?? 1000);
const messages = 300;
const perSecond = 20;

export async function run(): Promise<void> {
  title(`Realtime: message → hint, ${sockets} sockets in one workspace`);
  const at = await startInstallation();
  try {
    const key = await keyHeaders(at);
    const channel = await apiChannel(at);
    const member = await sessionHeaders(at);
    const open = await openAll(`${at.address.replace("http", "ws")}/api/v1/realtime`, member);
    const heard = new Map<string, number[]>();
    let frames = 0;
    for (const [i, socket] of open.entries()) {
      socket.on("message", (data) => {
        frames++;
        // Reading every frame of every socket here would measure us.
        if (i % 50 === 0) hear(heard, String(data));
      });
    }
    const line = await openLine(at.address);
    const sent = new Map<string, number>();
    for (let n = 0; n < messages; n++) {
      const bytes = request("POST", `/api/v1/channels/${channel}/messages`, key, {
        external_id: `m${n}`,
        thread: `t${n % 50}`,
        from: { handle: `c${n % 50}` },
        text: "hello",
      });
      const begin = performance.now();
      const { body } = await line.send(bytes);
      sent.set(/"message_id":"([^"]+)"/.exec(body)![1]!, begin);
      await sleep(Math.max(0, 1000 / perSecond - (performance.now() - begin)));
    }
    await sleep(2000);
    const times = [...sent].flatMap(([id, begin]) => (heard.get(id) ?? []).map((at) => at - begin));
    const { p50, p99, most, count } = spread(times);
    figure("request sent → hint at a socket, p50", p50, "ms");
    figure("request sent → hint at a socket, p99", p99, "ms", { most: 1000 });
    figure("slowest", most, "ms");
    note(
      `${messages} messages at ${perSecond}/s; ${frames.toLocaleString("en")} frames to ${sockets} sockets; ${count} of ${messages * Math.ceil(sockets / 50)} looked at`,
    );
    for (const socket of open) socket.terminate();
    line.close();
  } finally {
    await at.remove();
  }
}

async function openAll(address: string, headers: Record<string, string>): Promise<WebSocket[]> {
  const all: WebSocket[] = [];
  while (all.length < sockets) {
    const some = Array.from(
      { length: Math.min(50, sockets - all.length) },
      () => new WebSocket(address, { headers, perMessageDeflate: false }),
    );
    await Promise.all(some.map((socket) => once(socket, "message")));
    all.push(...some);
  }
  return all;
}

function hear(heard: Map<string, number[]>, text: string): void {
  const now = performance.now();
  const message = JSON.parse(text) as { t: string; hints?: { type: string; message_id?: string }[] };
  for (const hint of message.hints ?? []) {
    if (hint.type !== "message.received" || !hint.message_id) continue;
    heard.set(hint.message_id, [...(heard.get(hint.message_id) ?? []), now]);
  }
}
