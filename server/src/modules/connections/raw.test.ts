import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fakeRequest } from "../../channels/fake/adapter.ts";
import { sql } from "../../platform/db.ts";
import { acceptRaw, connectionTasks } from "./index.ts";
import { resumeIntake } from "./raw/sweep.ts";
import { type Bed, fakeMessage, openBed } from "./test-bed.ts";

let bed: Bed;
let target: { workspaceId: string; id: string };
let key: string;

beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());
beforeEach(async () => {
  await bed.rows("select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))");
  const { data } = await bed.api("POST", "/channels", { kind: "fake", name: "Fake" });
  target = { workspaceId: bed.workspaceId, id: data.id };
  key = data.key;
});

const accept = (items: unknown) => acceptRaw(bed.platform, target, fakeRequest(items));
const messages = () =>
  bed.rows<{ external_id: string; text: string; id: string }>(
    "select id, external_id, text from messages where connection_id = $1 order by created_at, id",
    [target.id],
  );
const raws = () =>
  bed.rows<{ id: string; state: string; attempts: number; reason: string | null; message_id: string | null }>(
    "select id, state, attempts, reason, message_id from raw_messages where connection_id = $1 order by received_at, id",
    [target.id],
  );
const run = (task: string, payload: object = {}, platform = bed.platform, signal = new AbortController().signal) =>
  connectionTasks[task]!(platform, payload, signal);
const processHere = (platform = bed.platform, signal?: AbortSignal) =>
  run("process_raw", { workspace_id: target.workspaceId, connection_id: target.id }, platform, signal);
const makeDue = () => bed.rows("update raw_messages set retry_at = null where connection_id = $1", [target.id]);

describe("what was accepted", () => {
  test("is on disk with its wake-up before the answer, and becomes messages in order", async () => {
    await Promise.all(["a", "b", "c"].map((id) => accept(fakeMessage(id, { thread: "one" }))));
    expect(await raws()).toHaveLength(3);
    expect(
      await bed.rows("select 1 from graphile_worker.jobs where key = $1", [`process_raw:${target.id}`]),
    ).toHaveLength(1);
    await bed.work();
    const stored = await messages();
    expect(stored.map((message) => message.text)).toEqual(["Hello a", "Hello b", "Hello c"]);
    expect((await raws()).map((raw) => [raw.state, raw.message_id])).toEqual(stored.map(({ id }) => ["done", id]));
    const { health } = (await bed.api("GET", `/channels/${target.id}`)).data;
    expect(health).toMatchObject({ state: "ok", waiting: 0, last_received_at: expect.any(String) });
  });

  test("is found by the sweep when its job was lost, but not while it is fresh", async () => {
    await accept(fakeMessage("lost"));
    await bed.rows("select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))");
    await run("sweep_raw");
    await bed.work();
    expect(await messages()).toEqual([]);
    await bed.rows("update raw_messages set received_at = now() - interval '31 seconds'");
    await run("sweep_raw");
    await bed.work();
    expect(await messages()).toHaveLength(1);
  });

  test("does not wait for the next try of a wake-up that failed", async () => {
    await accept(fakeMessage("after an outage"));
    await bed.rows("update graphile_worker._private_jobs set run_at = now() + interval '1 hour', attempts = 3");
    await bed.rows("update raw_messages set received_at = now() - interval '31 seconds'");
    await run("sweep_raw");
    await bed.work();
    expect(await messages()).toHaveLength(1);
  });

  test("is taken over from a worker that was killed", async () => {
    await accept(fakeMessage("taken"));
    await bed.rows("update raw_messages set leased_until = now() + interval '1 minute'");
    await processHere();
    expect(await messages()).toEqual([]);
    await resumeIntake(bed.platform);
    await bed.work();
    expect(await messages()).toHaveLength(1);
  });

  test("is recorded once by two workers at the same time, in order", async () => {
    const ids = Array.from({ length: 100 }, (_, i) => String(i).padStart(3, "0"));
    for (const id of ids) await accept(fakeMessage(id, { thread: "same" }));
    const before = bed.fake.parsed;
    const other = bed.another();
    await Promise.all([processHere(), processHere(other), processHere(), processHere(other)]);
    await processHere();
    expect((await messages()).map((message) => message.external_id)).toEqual(ids);
    expect(bed.fake.parsed - before, "each was read once").toBe(100);
    expect(new Set((await raws()).map((raw) => raw.state))).toEqual(new Set(["done"]));
  });

  test("keeps its order when some take longer to read than others", async () => {
    await Promise.all([300, 0, 150, 20].map((slow, i) => accept(fakeMessage(`s${i}`, { thread: "mixed", slow }))));
    await bed.work();
    expect((await messages()).map((message) => message.external_id)).toEqual(["s0", "s1", "s2", "s3"]);
  });

  test("twice is one message, and both arrivals lead to it", async () => {
    await accept(fakeMessage("twice"));
    await accept(fakeMessage("twice"));
    await bed.work();
    const [message, ...more] = await messages();
    expect(more).toEqual([]);
    expect((await raws()).map((raw) => raw.message_id)).toEqual([message!.id, message!.id]);
  });

  test("of several connections and sizes is grouped and kept whole", async () => {
    const big = "x".repeat(9 << 20);
    await Promise.all([
      accept(fakeMessage("big1", { text: big })),
      accept(fakeMessage("small")),
      accept(fakeMessage("big2", { text: big })),
    ]);
    await bed.work();
    expect((await messages()).map((message) => message.external_id)).toEqual(["big1", "small", "big2"]);
  });

  test("with NUL and broken text in its headers is stored all the same", async () => {
    await acceptRaw(bed.platform, target, fakeRequest(fakeMessage("odd"), { "x-odd": "a\0b\ud800" }));
    await bed.work();
    expect(await messages()).toHaveLength(1);
  });

  test("is nothing when the adapter says so", async () => {
    await accept([]);
    await bed.work();
    expect(await raws()).toMatchObject([{ state: "done", message_id: null }]);
  });

  test("waits for the next worker when this one is told to stop", async () => {
    await accept(fakeMessage("later"));
    for (let i = 0; i < 40; i++) await accept(fakeMessage(`more-${i}`));
    await bed.rows("select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))");
    await processHere(bed.platform, AbortSignal.abort());
    expect((await messages()).length).toBeLessThan(41);
    await bed.work();
    expect(await messages()).toHaveLength(41);
  });

  test("that is still being read does not hold up a process that stops", async () => {
    await accept(fakeMessage("long", { slow: 6000 }));
    const stop = new AbortController();
    const started = Date.now();
    setTimeout(() => stop.abort(), 2500);
    await processHere(bed.platform, stop.signal);
    expect(Date.now() - started).toBeLessThan(4500);
    expect(await raws()).toMatchObject([{ state: "waiting", attempts: 0 }]);
  });

  test("survives the loss of every database connection while it is being read", async () => {
    for (let i = 0; i < 20; i++) await accept(fakeMessage(`outage-${i}`, { slow: i % 2 ? 0 : 200 }));
    const first = processHere().catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const others = "datname = current_database() and pid <> pg_backend_pid()";
    await bed.rows(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`);
    await first;
    await resumeIntake(bed.platform);
    await processHere();
    expect((await messages()).map((message) => message.external_id).sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `outage-${i}`).sort(),
    );
    expect(await raws()).toSatisfy((all: { state: string; attempts: number }[]) =>
      all.every((raw) => raw.state === "done" && raw.attempts === 0),
    );
  });

  test("is thrown away a month after it was done, quarantined ones never", async () => {
    await accept(fakeMessage("old"));
    await accept({ broken: "final" });
    await bed.work();
    await bed.rows("update raw_messages set processed_at = now() - interval '31 days' where connection_id = $1", [
      target.id,
    ]);
    await run("purge_raw");
    expect((await raws()).map((raw) => raw.state)).toEqual(["quarantined"]);
    expect(await messages()).toHaveLength(1);
  });
});

describe("what cannot be processed", () => {
  test("is quarantined at once when it never can, and the others pass", async () => {
    await Promise.all([
      accept(fakeMessage("1")),
      accept("not json"),
      accept({ broken: "final" }),
      accept(fakeMessage("2")),
    ]);
    await bed.work();
    expect((await messages()).map((message) => message.external_id)).toEqual(["1", "2"]);
    expect((await raws()).map((raw) => raw.state)).toEqual(["done", "quarantined", "quarantined", "done"]);
    const events = await bed.rows<{ data: { raw_id: string } }>(
      "select data from events where type = 'intake.quarantined' and data->>'connection_id' = $1",
      [target.id],
    );
    expect(events).toHaveLength(2);
    expect((await bed.api("GET", `/channels/${target.id}`)).data.health).toMatchObject({ quarantined: 2, state: "ok" });
  });

  test("is tried five times when it may pass", async () => {
    await accept({ broken: "crash" });
    for (let attempt = 1; attempt <= 4; attempt++) {
      await processHere();
      expect(await raws()).toMatchObject([{ state: "waiting", attempts: attempt }]);
      await processHere();
      expect(await raws(), "not before its time").toMatchObject([{ attempts: attempt }]);
      const [job] = await bed.rows<{ run_at: Date }>("select run_at from graphile_worker.jobs where key = $1", [
        `process_raw:${target.id}:retry`,
      ]);
      expect(job!.run_at.getTime()).toBeGreaterThan(Date.now());
      await makeDue();
    }
    await processHere();
    expect(await raws()).toMatchObject([
      { state: "quarantined", attempts: 5, reason: expect.stringMatching(/could not be processed: undefined is not/) },
    ]);
  });

  test("in the database fails alone", async () => {
    await Promise.all([
      accept(fakeMessage("fine-1")),
      accept(fakeMessage("bad", { from: { kind: "no such kind", value: "x" } })),
      accept(fakeMessage("fine-2")),
    ]);
    await bed.work();
    expect((await messages()).map((message) => message.external_id)).toEqual(["fine-1", "fine-2"]);
    expect((await raws()).map((raw) => raw.state)).toEqual(["done", "quarantined", "done"]);
  });

  test("soon delays nobody: a slow one is put aside and recorded when it is read", async () => {
    await accept(fakeMessage("slow", { slow: 4000 }));
    for (let i = 0; i < 40; i++) await accept(fakeMessage(`quick-${i}`));
    const done = processHere();
    const started = Date.now();
    while ((await messages()).length < 40) {
      expect(Date.now() - started).toBeLessThan(3800);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await done;
    expect((await messages()).map((message) => message.external_id)).toContain("slow");
    expect(new Set((await raws()).map((raw) => raw.state))).toEqual(new Set(["done"]));
  });

  test("can be looked at, tried again and thrown away", async () => {
    const page = async (query = "") => bed.api("GET", `/quarantine${query}`);
    const mail =
      "From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>\r\nSubject: Hello\r\n there\r\n\r\n<script>alert(1)</script>";
    await accept(mail);
    await accept([{ broken: "final", from: { value: "jane" }, subject: "From JSON" }]);
    await bed.work();
    const [json, raw] = (await page()).data;
    expect(raw).toMatchObject({
      channel_id: target.id,
      channel_name: "Fake",
      reason: "The fake provider sent no JSON.",
      size: mail.length,
      attempts: 1,
      from: "Jürgen <j@example.com>",
      subject: "Hello there",
    });
    expect(json).toMatchObject({ from: "jane", subject: "From JSON" });
    const first = await page("?limit=1");
    expect(first.data).toEqual([json]);
    expect((await page(`?limit=1&cursor=${first.meta.next_cursor}`)).data).toEqual([raw]);
    expect((await page("?cursor=WyJ4IiwieSJd")).status).toBe(400);

    const bytes = await bed.api("GET", `/quarantine/${raw.id}/raw`);
    expect(bytes.text).toBe(mail);
    expect(bytes.headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${raw.id}.txt"`,
      "x-content-type-options": "nosniff",
    });

    await bed.platform.db.asSystem("the adapter learned to read it", (tx) =>
      tx.run(
        sql`update raw_messages set body = ${Buffer.from(JSON.stringify(fakeMessage("mended")))} where id = ${raw.id}`,
      ),
    );
    expect((await bed.api("POST", `/quarantine/${raw.id}/retry`)).status).toBe(200);
    expect((await bed.api("POST", `/quarantine/${raw.id}/retry`)).status).toBe(404);
    await bed.work();
    expect((await messages()).map((message) => message.external_id)).toEqual(["mended"]);
    expect((await bed.api("DELETE", `/quarantine/${json.id}`)).status).toBe(200);
    expect((await bed.api("DELETE", `/quarantine/${json.id}`)).status).toBe(404);
    expect((await bed.api("GET", `/quarantine/${json.id}/raw`)).status).toBe(404);
  });
});

describe("receipts", () => {
  test("move the message they are about; one that comes too early is looked at again", async () => {
    await accept(fakeMessage("in"));
    await bed.work();
    await accept({ kind: "receipt", externalId: "out-1", state: "delivered" });
    await bed.work();
    expect((await raws())[1]).toMatchObject({ state: "waiting", attempts: 0 });
    await bed.rows(
      `insert into messages (workspace_id, id, conversation_id, thread_id, connection_id, kind, direction, author_type, external_id, delivery_state)
       select workspace_id, gen_random_uuid(), conversation_id, thread_id, connection_id, 'message', 'out', 'member', 'out-1', 'sent'
       from messages where connection_id = $1`,
      [target.id],
    );
    await makeDue();
    await processHere();
    expect((await raws())[1]).toMatchObject({ state: "done" });
    expect(await bed.rows("select delivery_state from messages where external_id = 'out-1'")).toEqual([
      { delivery_state: "delivered" },
    ]);
  });

  test("about a message we never sent are let go after a minute", async () => {
    await accept({ kind: "receipt", externalId: "never", state: "read" });
    await bed.rows("update raw_messages set received_at = now() - interval '61 seconds' where connection_id = $1", [
      target.id,
    ]);
    await processHere();
    expect(await raws()).toMatchObject([{ state: "done" }]);
  });

  test("typing reaches whoever looks, and is stored nowhere", async () => {
    await accept(fakeMessage("typer", { thread: "typing-thread" }));
    await bed.work();
    const seen = new Promise((resolve) => {
      const stop = bed.platform.hub.subscribe(bed.workspaceId, ({ signals }) => {
        if (!signals.length) return;
        stop();
        resolve(signals[0]);
      });
    });
    await accept({ kind: "typing", thread: "typing-thread", from: { kind: "handle", value: "jane" } });
    await bed.work();
    expect(await seen).toMatchObject({
      t: "visitor_typing",
      conversation_id: expect.any(String),
      until: expect.any(Number),
    });
  });
});

describe("hooks", () => {
  const call = (url: string, payload: unknown, headers: Record<string, string> = { "x-fake-signature": "right" }) =>
    bed.app.inject({
      method: "POST",
      url,
      headers: { "content-type": "application/x-anything", ...headers },
      payload: payload as string,
    });

  test("a proven call is stored as it came and answered", async () => {
    const body = JSON.stringify(fakeMessage("hooked"));
    const headers = { "x-fake-signature": "right", authorization: "Bearer secret", cookie: "a=b" };
    expect((await call(`/hooks/${key}?x=1`, body, headers)).statusCode).toBe(200);
    const [raw] = await bed.rows<{ headers: Record<string, string>; query: string; body: Buffer }>(
      "select headers, query, body from raw_messages where connection_id = $1",
      [target.id],
    );
    expect(raw!.body.toString()).toBe(body);
    expect(raw!.query).toBe("x=1");
    expect(raw!.headers).toMatchObject({ "x-fake-signature": "right" });
    expect(JSON.stringify(raw!.headers)).not.toMatch(/secret|a=b/);
    await bed.work();
    expect(await messages()).toHaveLength(1);
  });

  test("what nobody can prove is refused: wrong proof, wrong key, a kind without proofs, a paused channel", async () => {
    const widget = (await bed.api("POST", "/channels", { kind: "chat", name: "Chat" })).data;
    expect((await call(`/hooks/${key}`, "[]", {})).statusCode).toBe(401);
    expect((await call("/hooks/nobodyhasthiskey12", "[]")).statusCode).toBe(404);
    expect((await call("/hooks/..%2f..%2fetc", "[]")).statusCode).toBe(404);
    expect((await call(`/hooks/${widget.key}`, "[]")).statusCode).toBe(404);
    await bed.api("PATCH", `/channels/${target.id}`, { state: "paused" });
    expect((await call(`/hooks/${key}`, "[]")).statusCode).toBe(404);
    expect(await raws()).toEqual([]);
  });

  test("a handshake is answered and stored nowhere", async () => {
    const answer = await bed.app.inject({
      method: "GET",
      url: `/hooks/${key}?challenge=42`,
      headers: { "x-fake-signature": "right" },
    });
    expect([answer.statusCode, answer.body]).toEqual([200, "42"]);
    expect(
      (await bed.app.inject({ method: "GET", url: `/hooks/${key}`, headers: { "x-fake-signature": "right" } }))
        .statusCode,
    ).toBe(404);
    expect(await raws()).toEqual([]);
  });

  test("guessing keys is slowed", async () => {
    const codes = await Promise.all(
      Array.from({ length: 80 }, async () => (await call("/hooks/guessguessguess", "[]")).statusCode),
    );
    expect(codes.filter((code) => code === 429).length).toBeGreaterThan(10);
  });
});
