/** What becomes of a form when a colleague saves the same response. */
import { expect, it } from "vitest";
import { meet } from "./meet.ts";
import type { Values } from "./values.ts";

const text = (html: string, language = "") => ({ language, html: `<p>${html}</p>` });
const base: Values = {
  name: "Hello",
  shortcut: "hi",
  folder: "",
  scope: "workspace",
  team_id: "",
  texts: [text("one"), text("eins", "de")],
  actions: {},
  files: [],
  review_at: "",
};

it("takes over what only they changed, and keeps what only I changed", () => {
  const met = meet(base, { ...base, name: "Mine" }, { ...base, folder: "Theirs", actions: { status: "resolved" } });
  expect(met).toMatchObject({ both: [], taken: ["folder", "actions"] });
  expect(met.values).toMatchObject({ name: "Mine", folder: "Theirs", actions: { status: "resolved" } });
});

it("asks about what both changed, and keeps mine until then", () => {
  const met = meet(base, { ...base, name: "Mine", folder: "Same" }, { ...base, name: "Theirs", folder: "Same" });
  expect(met).toMatchObject({ both: ["name"], taken: [] });
  expect(met.values.name).toBe("Mine");
});

it("puts texts of different languages together", () => {
  const mine = { ...base, texts: [text("one more"), text("eins", "de"), text("un", "fr")] };
  const theirs = { ...base, texts: [text("one"), text("eins mehr", "de")] };
  const met = meet(base, mine, theirs);
  expect(met).toMatchObject({ both: [], taken: ["texts"] });
  expect(met.values.texts).toEqual([text("one more"), text("eins mehr", "de"), text("un", "fr")]);
  expect(meet(base, mine, { ...base, texts: [text("one else"), text("eins", "de")] }).both).toEqual(["texts"]);
  // Taken away by one, changed by the other.
  expect(meet(base, { ...base, texts: [text("one")] }, theirs).both).toEqual(["texts"]);
  expect(meet(base, { ...base, texts: [text("one")] }, { ...base, name: "x" }).values.texts).toEqual([text("one")]);
});

it("does not take a picture's new address for a change", () => {
  const picture = (sign: string) => [{ language: "", html: `<p>a <img src="/f?${sign}" data-file="1" alt="x"></p>` }];
  const before = { ...base, texts: picture("1") };
  const met = meet(before, { ...base, texts: [text("mine")] }, { ...base, texts: picture("2"), name: "Theirs" });
  expect(met).toMatchObject({ both: [], taken: ["name"] });
});
