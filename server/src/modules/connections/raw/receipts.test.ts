import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { fakeMessage } from "../test-bed.ts";
import { openScene } from "./test-scene.ts";

const scene = await openScene();
const { bed, target, accept, raws, processHere, makeDue } = scene;
afterAll(() => scene.bed.close());
beforeEach(() => scene.begin());

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
