import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "../../../platform/db.ts";
import { fakeMessage } from "../test-bed.ts";
import { openScene } from "./test-scene.ts";

const scene = await openScene();
const { bed, target, accept, messages, raws, processHere, makeDue } = scene;
afterAll(() => scene.bed.close());
beforeEach(() => scene.begin());

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
