/** In the whole product: its other parsers, limits and pages must leave a provider's bytes alone. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFakeProvider } from "../../channels/fake/adapter.ts";
import { addAdapter } from "../../channels/registry.ts";
import { openTest, type Test } from "../../test/kit.ts";
import { fakeMessage } from "./test-bed.ts";

let product: Test;
let key: string;
let id: string;
beforeAll(async () => {
  product = await openTest();
  addAdapter(product.platform, createFakeProvider().adapter);
  const { data } = await product.api("POST", "/channels", { kind: "fake", name: "Fake", team_id: null });
  ({ key, id } = data);
});
afterAll(() => product.close());

const call = (payload: string | Buffer, type: string) =>
  product.app.http.inject({
    method: "POST",
    url: `/hooks/${key}`,
    headers: { "content-type": type, "x-fake-signature": "right" },
    payload,
  });

test.each([
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
  "made/up",
])("a body of type %s arrives byte for byte, and becomes a message", async (type) => {
  const body = ` ${JSON.stringify(fakeMessage(type))} `;
  expect((await call(body, type)).statusCode).toBe(200);
  const rows = await product.platform.db.ownerPool.query("select body from raw_messages order by id desc limit 1");
  expect(rows.rows[0].body.toString()).toBe(body);
  await product.work();
  const found = await product.platform.db.ownerPool.query("select 1 from messages where external_id = $1", [type]);
  expect(found.rowCount).toBe(1);
});

test("thirty megabytes are taken, more are refused", async () => {
  expect((await call(Buffer.alloc(29 << 20, 32), "application/json")).statusCode).toBe(200);
  expect((await call(Buffer.alloc(31 << 20, 32), "application/json")).statusCode).toBe(413);
});

test("a null in a change means null: it takes a secret away", async () => {
  await product.api("PATCH", `/channels/${id}`, { secrets: { token: "secret" } });
  const { data } = await product.api("PATCH", `/channels/${id}`, { secrets: { token: null }, auto_reply: null });
  expect(data).toMatchObject({ secrets_set: [], auto_reply: null, team_id: null });
});

test("an unproven call gets no page and no reason to try again", async () => {
  const answer = await product.app.http.inject({ method: "POST", url: `/hooks/${key}`, payload: "[]" });
  expect([answer.statusCode, answer.json().error.code]).toEqual([401, "unauthenticated"]);
  const none = await product.app.http.inject({
    method: "GET",
    url: "/hooks/unknownunknown",
    headers: { accept: "text/html" },
  });
  expect([none.statusCode, none.json().error.code]).toEqual([404, "not_found"]);
});
