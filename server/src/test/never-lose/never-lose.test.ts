/**
 * The promise, on real processes: messages arrive by SMTP, widget and API and answers go out, while the server — and in another
 * run its PostgreSQL — is killed again and again. What was acknowledged is there exactly once; what was queued is sent once, or
 * says honestly that nobody knows. NEVER_LOSE_ROUNDS=100 for as long as you like.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type Installation, install } from "../installation.ts";
import {
  byApi,
  byReply,
  bySmtp,
  byWidget,
  type Crew,
  call,
  countAcknowledged,
  keepSending,
  openSink,
} from "./clients.ts";
import { readEverything, settle } from "./ledger.ts";

const perRound = 30;
const rounds = Number(process.env.NEVER_LOSE_ROUNDS ?? 2);
// Generous: a busy machine may take a minute for what takes seconds.
const limit = 180_000 + rounds * 30_000;
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function prepare() {
  const sink = await openSink();
  open.push(sink.close);
  const at = await install({
    OMNIFLOW_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    OMNIFLOW_ALLOW_PRIVATE_HOSTS: "true",
  });
  open.push(at.remove);
  await at.start();
  const channels = (await call(at, "GET", "/api/v1/channels")).data;
  const mailbox = channels.find((c: any) => c.kind === "email").address;
  const widget = channels.find((c: any) => c.kind === "chat").key;
  const api = (await call(at, "POST", "/api/v1/channels", { kind: "api", name: "Custom" })).data.id;
  const mail = bySmtp(at, mailbox);
  for (let n = 0; n < 4; n++) await mail(n, `first-${n}-end`);
  let conversations: { id: string }[] = [];
  while (conversations.length < 4) {
    await sleep(100);
    conversations = (await call(at, "GET", "/api/v1/conversations")).data;
  }
  return { at, sink, mail, api, visitor: await byWidget(at, widget), answered: conversations.map((c) => c.id) };
}

/** @param strike one blow; it returns when the installation answers again. */
async function endure(strike: (at: Installation) => Promise<void>) {
  const { at, sink, mail, api, visitor, answered } = await prepare();
  const crew: Crew = { running: true, senders: [] };
  const ids = new Map<string, string>();
  const senders = [
    keepSending("api", crew, 10, byApi(at, api)),
    keepSending("smtp", crew, 20, mail),
    keepSending("widget", crew, 300, visitor),
    keepSending("reply", crew, 60, byReply(at, answered, ids)),
  ] as const;
  for (let round = 0; round < rounds; round++) {
    await untilMore(crew, perRound);
    await sleep(Math.random() * 800);
    await strike(at);
  }
  await untilMore(crew, perRound);
  crew.running = false;
  const [byApiSent, smtp, widget, replies] = await Promise.all(senders);
  await sleep(3000);
  // Whoever died while sending holds a lease of a minute and a half: that time passes here in a moment. What is being sent right
  // now has a younger one.
  await at.query(
    "update messages set lease_until = now() where delivery_state = 'sending' and lease_until < now() + interval '87 seconds'",
  );
  await at.stop();
  await at.start();
  const unsettled = await settle(at, 60);
  return { at, sink, found: await readEverything(at), unsettled, inbound: [byApiSent, smtp, widget], replies };
}

/** Waits until so much more has been acknowledged: on a busy machine a second is not enough to be in the middle of something. */
async function untilMore(crew: Crew, count: number): Promise<void> {
  const wanted = countAcknowledged(crew) + count;
  while (countAcknowledged(crew) < wanted) await sleep(20);
}

type Endured = Awaited<ReturnType<typeof endure>>;

function expectNothingLost({ sink, found, unsettled, inbound, replies }: Endured): void {
  expect(unsettled).toEqual({ raw: 0, quarantined: 0, queued: 0, sending: 0 });
  const acknowledged = inbound.flatMap((sender) => [...sender.acknowledged]);
  for (const sender of [...inbound, replies]) expect(sender.acknowledged.size).toBeGreaterThan(2);
  expect(
    acknowledged.filter((marker) => found.inbound.get(marker) !== 1).map((m) => [m, found.inbound.get(m) ?? 0]),
  ).toEqual([]);
  expect([...found.inbound].filter(([, count]) => count !== 1)).toEqual([]);

  const wrong = [...replies.acknowledged].filter((marker) => {
    const answer = found.answers.get(marker);
    const times = sink.received.get(marker) ?? 0;
    if (answer && ["sent", "delivered", "read"].includes(answer.state)) return times !== 1;
    return !(answer && ["unknown", "failed"].includes(answer.state) && answer.reason && times <= 1);
  });
  expect(wrong.map((marker) => [marker, found.answers.get(marker), sink.received.get(marker)])).toEqual([]);
  const unknown = [...found.answers.values()].filter((answer) => answer.state === "unknown").length;
  // One thread sends one message at a time: a blow can leave at most as many open as there are threads.
  expect(unknown).toBeLessThanOrEqual(4 * rounds);
  console.log(
    `${acknowledged.length} arrivals, ${inbound.reduce((sum, s) => sum + s.retries, 0)} repeated; ${replies.acknowledged.size} answers, ${unknown} unknown`,
  );
}

test(
  "the server is killed again and again",
  async () => {
    const result = await endure(async (at) => {
      await at.kill();
      await at.start();
    });
    expectNothingLost(result);
  },
  limit,
);

test(
  "PostgreSQL is killed again and again, and the server goes on by itself",
  async () => {
    const before: number[] = [];
    const result = await endure(async (at) => {
      before.push(at.serverPid());
      at.killDatabase();
      // Not ready while the database is away; ready again without anybody's help.
      for (let ready = false; !ready; ) {
        await sleep(50);
        ready = await fetch(`${at.address}/readyz`).then(
          (r) => r.ok,
          () => false,
        );
      }
    });
    expect(new Set(before).size, "the server itself stayed up").toBe(1);
    expectNothingLost(result);
  },
  limit,
);
