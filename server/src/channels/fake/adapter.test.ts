import { describe, expect, test } from "vitest";
import { ChannelError } from "../adapter.ts";
import { describeAdapter, sampleOutbound, testConnection } from "../contract.ts";
import { createFakeProvider, fakeRequest } from "./adapter.ts";

const connection = testConnection({ server: "fake.example", port: 1, mode: "push" as const }, {});
const item = {
  kind: "message",
  externalId: "1",
  from: { kind: "handle", value: "jane" },
  sentAt: "2026-01-05T09:00:00Z",
  text: "Hi",
};

describeAdapter(createFakeProvider().adapter, {
  connection,
  fixtures: [
    { name: "one", request: fakeRequest(item) },
    { name: "one again", request: fakeRequest([item]), again: "one" },
    { name: "a receipt", request: fakeRequest({ kind: "receipt", externalId: "9", state: "read" }) },
    { name: "broken", request: fakeRequest({ broken: "final" }), unreadable: true },
  ],
});

describe("the fake provider fails as told", () => {
  const send = (fake: ReturnType<typeof createFakeProvider>) =>
    fake.adapter.send(
      fake.adapter.render(sampleOutbound(fake.adapter), connection)[0]!,
      connection,
      AbortSignal.timeout(1000),
    );
  test("and then is well again", async () => {
    const fake = createFakeProvider();
    fake.failures.push("retry", "final", "unknown");
    for (const expected of [{ retry: true }, { retry: false }, { unknown: true }]) {
      await expect(send(fake)).rejects.toMatchObject(expected);
    }
    await send(fake);
    expect(fake.tries).toHaveLength(4);
    expect(fake.received, "the unknown one had arrived").toHaveLength(2);
  });
  test("and an idempotent one shows a repeated part once", async () => {
    const fake = createFakeProvider({ idempotent: true });
    fake.failures.push("unknown");
    await expect(send(fake)).rejects.toBeInstanceOf(ChannelError);
    await send(fake);
    expect(fake.received).toHaveLength(1);
  });
});
