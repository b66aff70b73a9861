import type { Message } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { editsOf } from "./edits.ts";

const note = (details: Message["details"]) => ({ details }) as Message;

describe("editsOf", () => {
  it("has the newest of the earlier texts first", () => {
    const edit = (at: string) => ({ at, by: "m", text: at });
    expect(editsOf(note({ edits: [edit("1"), edit("2")] })).map((one) => one.text)).toEqual(["2", "1"]);
  });
  it("is empty for what was never changed, and for what it cannot read", () => {
    expect(editsOf(note(null))).toEqual([]);
    expect(editsOf(note({ edits: "x" }))).toEqual([]);
    expect(editsOf(note({ edits: [null, {}] }))).toEqual([]);
  });
});
