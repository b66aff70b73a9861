import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Text = { [key: string]: string | Text };
const at = (path: string) => new URL(`./${path}`, import.meta.url);
const read = (language: string, file: string) => JSON.parse(readFileSync(at(`${language}/${file}`), "utf8")) as Text;

const files = readdirSync(at("en")).sort();
const languages = readdirSync(at("."), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const others = languages.filter((language) => language !== "en");

function flatten(text: Text, path = ""): [string, string][] {
  return Object.entries(text).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
}

/** Plural forms differ by language: `count_one` and `count_other` are one text. */
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const keysOf = (text: Text) => [...new Set(flatten(text).map(([key]) => plain(key)))].sort();
const placeholders = (value: string) =>
  [...new Set([...value.matchAll(/{{\s*(\w+)[^}]*}}/g)].map((found) => found[1]))].sort();

it("has more than one language", () => {
  expect(others).toContain("de");
});

describe.each(others)("%s", (language) => {
  it("has the same files as English", () => {
    expect(readdirSync(at(language)).sort()).toEqual(files);
  });

  it.each(files)("%s has the same keys", (file) => {
    expect(keysOf(read(language, file))).toEqual(keysOf(read("en", file)));
  });

  it.each(files)("%s fills in the same things", (file) => {
    const english = new Map(flatten(read("en", file)).map(([key, value]) => [plain(key), value]));
    for (const [key, value] of flatten(read(language, file))) {
      const wanted = placeholders(english.get(plain(key)) ?? "").filter((name) => name !== "count");
      expect(
        placeholders(value).filter((name) => name !== "count"),
        key,
      ).toEqual(wanted);
    }
  });

  it.each(files)("%s has a form for every plural of the language", (file) => {
    const keys = flatten(read(language, file)).map(([key]) => key);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of keys.filter((one) => one.endsWith("_other"))) {
      for (const form of forms) expect(keys, key).toContain(key.replace(/_other$/, `_${form}`));
    }
  });
});

it.each(languages)("%s leaves no text empty", (language) => {
  const empty = files.flatMap((file) =>
    flatten(read(language, file))
      .filter(([, value]) => value.trim() === "")
      .map(([key]) => `${file}: ${key}`),
  );
  expect(empty).toEqual([]);
});
