import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTest, type Test } from "../test/kit.ts";
import { newId } from "./uuid.ts";

let test: Test;
beforeAll(async () => {
  test = await openTest();
});
afterAll(() => test.close());

const create = (key: string, body: object) => test.api("POST", "/contacts", body, { "idempotency-key": key });

describe("Idempotency-Key", () => {
  it("does a thing once and answers alike, also when asked ten times at once", async () => {
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(key, { name: "Once" })));
    const done = answers.filter((answer) => answer.status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(answers.every((answer) => answer.status === 201 || answer.status === 409)).toBe(true);
    const again = await create(key, { name: "Once" });
    expect(again.status).toBe(201);
    expect(again.data.id).toBe(done[0]!.data.id);
    expect((await test.api("GET", "/contacts?q=Once")).data).toHaveLength(1);
  });

  it("refuses the same key for another request", async () => {
    const key = newId();
    await create(key, { name: "First" });
    expect(await create(key, { name: "Second" })).toMatchObject({
      status: 409,
      error: { code: "idempotency_mismatch" },
    });
  });

  it("frees the key when nothing was done", async () => {
    const key = newId();
    expect((await create(key, { name: "x", emails: ["not a mail address"] })).status).toBe(400);
    expect((await create(key, { name: "x" })).status).toBe(201);
    const taken = newId();
    await create(newId(), { emails: ["taken@example.test"] });
    expect((await create(taken, { emails: ["taken@example.test"] })).status).toBe(409);
    expect((await create(taken, { emails: ["free@example.test"] })).status).toBe(201);
  });

  it.each(["", "x".repeat(201), "with space"])("refuses the key “%s”", async (key) => {
    expect((await create(key, { name: "x" })).status).toBe(400);
  });
});
