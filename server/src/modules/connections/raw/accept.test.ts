import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { fakeMessage } from "../test-bed.ts";
import { resumeIntake } from "./sweep.ts";
import { openScene } from "./test-scene.ts";

const scene = await openScene();
const { bed, target, accept, messages, raws, run, processHere } = scene;
afterAll(() => scene.bed.close());
beforeEach(() => scene.begin());

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
    await accept(fakeMessage("odd"), { "x-odd": "a\0b\ud800" });
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
