import { expect, test } from "vitest";
import { isId, newId } from "./uuid.ts";

test("ids are UUIDv7, distinct and in the order they were made", () => {
  const ids = Array.from({ length: 5000 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([isId(ids[0]!), isId("1"), isId(`${ids[0]} or 1=1`)]).toEqual([true, false, false]);
});
