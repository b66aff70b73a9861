import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openScene } from "./raw/test-scene.ts";
import { fakeMessage } from "./test-bed.ts";

const scene = await openScene();
const { bed, target, messages, raws } = scene;
afterAll(() => scene.bed.close());
beforeEach(() => scene.begin());

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
    expect((await call(`/hooks/${target.key}?x=1`, body, headers)).statusCode).toBe(200);
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
    expect((await call(`/hooks/${target.key}`, "[]", {})).statusCode).toBe(401);
    expect((await call("/hooks/nobodyhasthiskey12", "[]")).statusCode).toBe(404);
    expect((await call("/hooks/..%2f..%2fetc", "[]")).statusCode).toBe(404);
    expect((await call(`/hooks/${widget.key}`, "[]")).statusCode).toBe(404);
    await bed.api("PATCH", `/channels/${target.id}`, { state: "paused" });
    expect((await call(`/hooks/${target.key}`, "[]")).statusCode).toBe(404);
    expect(await raws()).toEqual([]);
  });

  test("a handshake is answered and stored nowhere", async () => {
    const answer = await bed.app.inject({
      method: "GET",
      url: `/hooks/${target.key}?challenge=42`,
      headers: { "x-fake-signature": "right" },
    });
    expect([answer.statusCode, answer.body]).toEqual([200, "42"]);
    expect(
      (await bed.app.inject({ method: "GET", url: `/hooks/${target.key}`, headers: { "x-fake-signature": "right" } }))
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
