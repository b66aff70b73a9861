/** Every fact has a schema, a decision whether it is published and shown, and an entry in the members' app. */
import { eventDefinitions, eventTypes } from "@omniflow/contract";
import { Value } from "typebox/value";
import { expect, test } from "vitest";

const webhookNames = /^(conversation|ticket|contact|company|scorecard|agent|automation|sla)\.[a-z_]+$/;

test.each(eventTypes)("%s", async (type) => {
  expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
  const { payload, webhook, timeline } = eventDefinitions[type];
  expect(payload.type).toBe("object");
  expect(() => Value.Check(payload, {})).not.toThrow();
  // `null` is a decision, a missing one is not.
  expect(webhook === null || webhookNames.test(webhook)).toBe(true);
  expect(typeof timeline).toBe("boolean");
  const address = new URL("../../../../web/src/api/refresh.ts", import.meta.url).href;
  const { refreshTable } = (await import(address)) as { refreshTable: Record<string, (hint: object) => unknown[]> };
  expect(Object.keys(refreshTable)).toContain(type);
  const keys = refreshTable[type]!({ type, seq: 1, conversation_id: "c", contact_id: "p", message_id: "m" });
  expect(keys.length, "a change nobody sees").toBeGreaterThan(0);
});
