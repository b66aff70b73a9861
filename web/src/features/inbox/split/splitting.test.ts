import type { Message } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { fromHere, problemOf } from "./splitting.ts";

const message = (id: string, kind: "message" | "note" = "message") => ({ id, kind }) as Message;
const all = [message("a"), message("b", "note"), message("c"), message("d")];

describe("what is split off", () => {
  it("begins with a message and what came after it", () => {
    expect([...fromHere(all, all[2]!)]).toEqual(["c", "d"]);
    expect([...fromHere(all, null)]).toEqual([]);
    expect([...fromHere(all, message("gone"))]).toEqual([]);
  });

  it.each([
    [[], false, "need_message"],
    [["b"], false, "need_message"],
    [["a", "c", "d"], false, "need_rest"],
    [["a", "c", "d"], true, null],
    [["c"], false, null],
  ])("%j is right or says why not", (ids, older, expected) => {
    expect(problemOf(all, new Set(ids), older)).toBe(expected);
  });
});
