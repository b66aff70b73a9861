import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bed, openBed } from "./test-bed.ts";

let bed: Bed;
let id: string;
beforeAll(async () => {
  bed = await openBed();
  id = (await bed.api("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
});
afterAll(() => bed.close());

const message = (more: object = {}) => ({
  external_id: crypto.randomUUID(),
  from: { email: "Jane@Example.com" },
  text: "Hi",
  ...more,
});
const post = (body: unknown, channel = id) => bed.api("POST", `/channels/${channel}/messages`, body);

describe("a message on an API channel", () => {
  test("is stored when it is acknowledged; the same id again changes nothing", async () => {
    const body = message({
      from: { email: "jane@example.com", name: "Jane" },
      subject: "Order",
      html: "<b>Hi</b><script>x</script>",
    });
    const first = await post(body);
    expect(first).toMatchObject({ status: 201, data: { duplicate: false } });
    const again = await post(body);
    expect(again).toMatchObject({ status: 200, data: { ...first.data, duplicate: true } });
    const rows = await bed.rows<{ text: string; html: string; author_name: string }>(
      "select text, html, author_name from messages where id = $1",
      [first.data.message_id],
    );
    expect(rows).toEqual([{ text: "Hi", html: "<b>Hi</b>", author_name: "Jane" }]);
  });

  test("one sender without a thread stays one conversation; named threads are apart", async () => {
    const conversation = async (more: object) => (await post(message(more))).data.conversation_id;
    const first = await conversation({ from: { phone: "+49 30 123456" } });
    expect(await conversation({ from: { phone: "+4930123456" } })).toBe(first);
    const named = await conversation({ from: { phone: "+4930123456" }, thread: "order-1" });
    expect(named).not.toBe(first);
    expect(await conversation({ from: { handle: "colleague" }, thread: "order-1" })).toBe(named);
  });

  test("a thread key cannot pass for one of ours", async () => {
    const { data } = await post(message({ from: { handle: "owner" } }));
    const [thread] = await bed.rows<{ id: string }>("select id from threads where conversation_id = $1", [
      data.conversation_id,
    ]);
    for (const forged of [`thread:${thread!.id}`, "thread:not-an-id", "from:handle:owner", "key:x"]) {
      const answer = await post(message({ from: { handle: "stranger" }, thread: forged }));
      expect(answer.status, forged).toBe(201);
      expect(answer.data.conversation_id, forged).not.toBe(data.conversation_id);
    }
  });

  test("two hundred at once, from twenty people, each once", async () => {
    const bodies = Array.from({ length: 200 }, (_, i) => message({ from: { handle: `crowd-${i % 20}` } }));
    const answers = await Promise.all(bodies.flatMap((body) => [post(body), post(body)]));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(200);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(200);
    expect(new Set(answers.map((answer) => answer.data.contact_id)).size).toBe(20);
    expect(new Set(answers.map((answer) => answer.data.conversation_id)).size).toBe(20);
  });

  test.each([
    [{ external_id: "" }],
    [{ external_id: undefined }],
    [{ external_id: 5 }],
    [{ from: {} }],
    [{ from: { name: "Nobody" } }],
    [{ from: { handle: "   " } }],
    [{ from: { email: "not an address" } }],
    [{ from: { phone: "call me" } }],
    [{ text: undefined }],
    [{ text: "" }],
    [{ text: null }],
    [{ text: { toString: "x" } }],
    [{ sent_at: "yesterday" }],
    [{ surprise: 1 }],
    [{ thread: "" }],
    [{ thread: "x".repeat(501) }],
  ])("%j is refused", async (more) => {
    const answer = await post(message(more));
    expect(answer.status).toBe(400);
    expect(answer.error.code).toBe("validation_failed");
  });

  test("hostile text is kept harmless", async () => {
    for (const text of ["a\0b", "\ud800", "‮", "x".repeat(100_000)]) {
      expect((await post(message({ text, external_id: `${crypto.randomUUID()}${text.slice(0, 3)}` }))).status).toBe(
        201,
      );
    }
  });

  test("other kinds take no messages this way; a paused channel says so, a removed one is gone", async () => {
    const other = (await bed.api("POST", "/channels", { kind: "fake", name: "Fake" })).data.id;
    expect((await post(message(), other)).status).toBe(404);
    const mine = (await bed.api("POST", "/channels", { kind: "api", name: "Paused" })).data.id;
    expect((await post(message(), mine)).status).toBe(201);
    await bed.api("PATCH", `/channels/${mine}`, { state: "paused" });
    expect(await post(message(), mine)).toMatchObject({ status: 409, error: { code: "conflict" } });
    await bed.api("DELETE", `/channels/${mine}`);
    expect((await post(message(), mine)).status).toBe(404);
    expect(
      (await bed.as(bed.workspaceId, ["conversations.view_all"])("POST", `/channels/${id}/messages`, message())).status,
    ).toBe(403);
  });

  test("last received shows on the channel", async () => {
    await post(message());
    const { health } = (await bed.api("GET", `/channels/${id}`)).data;
    expect(health).toMatchObject({ state: "ok", last_received_at: expect.any(String) });
  });
});
