import type { WidgetMessage } from "@omniflow/contract/widget";
import { describe, expect, test } from "vitest";
import { mergeMessages, rowsOf, unreadOf } from "./messages.ts";
import { refusalOf } from "./uploads.ts";

const message = (id: string, minute: number, more: Partial<WidgetMessage> = {}): WidgetMessage => ({
  id,
  client_id: null,
  from: "team",
  author: { name: "Ann", kind: "member" },
  text: id,
  attachments: [],
  read: false,
  created_at: new Date(2026, 0, 5, 9, minute).toISOString(),
  ...more,
});

test("whatever the way and order of arrival, each message is there once, in order", () => {
  const [a, b, c] = [message("a", 1), message("b", 2), message("c", 3)];
  expect(mergeMessages([c, a], [b, a, c]).map((each) => each.id)).toEqual(["a", "b", "c"]);
  expect(mergeMessages([a], [{ ...a, text: "edited" }])[0]!.text).toBe("edited");
});

test("what was read stays read when an older copy comes in late", () => {
  const [a] = [message("a", 1)];
  const merged = mergeMessages([{ ...a!, read: true }], [a!]);
  expect(merged[0]!.read).toBe(true);
  expect(unreadOf([...merged, message("b", 2)]).map((each) => each.id)).toEqual(["b"]);
});

describe("rows", () => {
  test("group by author and five minutes, with days and the line before what is new", () => {
    const rows = rowsOf(
      [
        message("a", 0),
        message("b", 2),
        message("c", 30),
        message("d", 31, { author: { name: "Bo", kind: "member" } }),
      ],
      "c",
    );
    expect(
      rows.map((row) =>
        row.kind === "message" ? `${row.message.id}${row.first ? " first" : ""}${row.last ? " last" : ""}` : row.kind,
      ),
    ).toEqual(["day", "a first", "b last", "new", "c first last", "d first last"]);
  });

  test("a new day begins a new group", () => {
    const next = { ...message("b", 0), created_at: new Date(2026, 0, 6, 0, 1).toISOString() };
    const late = { ...message("a", 0), created_at: new Date(2026, 0, 5, 23, 59).toISOString() };
    expect(rowsOf([late, next], null).map((row) => row.kind)).toEqual(["day", "message", "day", "message"]);
  });
});

test("files beyond the limits are refused with the reason", () => {
  expect(refusalOf({ size: 1 }, 0)).toBeNull();
  expect(refusalOf({ size: 0 }, 0)).toBe("empty");
  expect(refusalOf({ size: 20 * 1024 * 1024 + 1 }, 0)).toBe("too_large");
  expect(refusalOf({ size: 1 }, 10)).toBe("too_many");
});
