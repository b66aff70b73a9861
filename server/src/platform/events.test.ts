import { afterAll, beforeAll, expect, it } from "vitest";
import { openTest, type Test } from "../test/kit.ts";
import { type Context, systemContext } from "./context.ts";
import type { Tx } from "./db.ts";
import { emit } from "./events.ts";
import { newId } from "./uuid.ts";

let test: Test;
let ctx: Context;
beforeAll(async () => {
  test = await openTest();
  ctx = systemContext(test.platform, test.workspaceId);
});
afterAll(() => test.close());

/** A transaction with an event, which ends when it is told to. */
async function open() {
  const contactId = newId();
  const ready = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const done = test.platform.db.inWorkspace(test.workspaceId, async (tx: Tx) => {
    emit(ctx, tx, { type: "contact.created", data: {}, contactId });
    tx.beforeCommit(async () => {
      ready.resolve();
      await end.promise;
    });
  });
  await ready.promise;
  const commit = () => {
    end.resolve();
    return done;
  };
  return { contactId, commit };
}

it("are read on from a number without missing one that was committed later", async () => {
  const after = (await test.api("GET", "/events?limit=500")).data.at(-1).seq;
  const [slow, quick] = [await open(), await open()];
  await quick.commit();
  const told = async () => (await test.api("GET", `/events?after=${after}`)).data.map((e: any) => e.contact_id);
  // The later number is there, the earlier is not yet.
  expect(await told()).toEqual([]);
  const waiting = told();
  await slow.commit();
  expect(await waiting).toEqual([slow.contactId, quick.contactId]);
});
