import { describe, expect, it } from "vitest";
import { ApiError } from "../api/client.ts";
import { fieldOf, follow } from "./use-form.ts";

describe("follow", () => {
  it("takes over what changed elsewhere and keeps what the person typed", () => {
    const before = { name: "Ann", team: "a" };
    expect(follow({ name: "Anna", team: "a" }, before, { name: "Bob", team: "b" })).toEqual({
      name: "Anna",
      team: "b",
    });
  });
});

describe("fieldOf", () => {
  const error = (field: string) => new ApiError("validation_failed", "no", { field });
  it.each([
    ["email", "email", true],
    ["/email", "email", true],
    ["settings.host", "host", true],
    ["/settings/host", "host", true],
    ["hostname", "host", false],
  ])("%s is about %s: %s", (field, name, is) => {
    expect(fieldOf(error(field), name)).toBe(is);
  });
});
