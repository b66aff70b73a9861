import { describe, expect, it } from "vitest";
import { createTurns } from "./turns.ts";

type Row = { id: string; version: number; title: string };
const row = (version: number, title = ""): Row => ({ id: "a", version, title });

describe("turns", () => {
  it("bases the second of two quick changes on the answer to the first", async () => {
    const turns = createTurns<Row>();
    const bases: number[] = [];
    const change = (base: Row) => {
      bases.push(base.version);
      return new Promise<Row>((done) => setTimeout(() => done(row(base.version + 1)), 5));
    };
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => turns.take(row(7), change)));
    expect(bases).toEqual([7, 8, 9]);
    expect([one!.version, two!.version, three!.version]).toEqual([8, 9, 10]);
  });

  it("does not take somebody else's version for our own", async () => {
    const turns = createTurns<Row>();
    await turns.take(row(3), async () => row(9));
    const seen: number[] = [];
    await turns.take(row(4), async (base) => {
      seen.push(base.version);
      return row(5);
    });
    expect(seen).toEqual([4]);
  });

  it("goes on after a refusal and after an error", async () => {
    const turns = createTurns<Row>();
    expect(await turns.take(row(1), async () => null)).toBeNull();
    await expect(
      turns.take(row(1), async () => {
        throw new Error("offline");
      }),
    ).rejects.toThrow("offline");
    expect((await turns.take(row(1), async (base) => row(base.version + 1)))?.version).toBe(2);
  });
});
