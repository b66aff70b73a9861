/**
 * Nothing the server says to a member stays English for a German one, and no words are kept for what it no longer says.
 * Which sentences those are is read from the server's sources: see testing/sources.ts.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code as it is written in the sources

import { readdirSync, readFileSync } from "node:fs";
import { explainProblem, parseTemplate } from "@omniflow/contract/template";
import { describe, expect, it } from "vitest";
import { createSay } from "./match.ts";
import { sentencesOf, serverSentences } from "./testing/sources.ts";

const at = (path: string) => new URL(`./${path}`, import.meta.url);
const catalogue: [string, string][] = readdirSync(at("de")).flatMap((file) =>
  // Not JSON.parse alone: a key that is there twice would hide one of the two.
  [...readFileSync(at(`de/${file}`), "utf8").matchAll(/^ {2}("(?:[^"\\]|\\.)*"): ("(?:[^"\\]|\\.)*"),?$/gm)].map(
    ([, key, words]): [string, string] => [JSON.parse(key!), JSON.parse(words!)],
  ),
);
const keys = catalogue.map(([key]) => key);
const sentences = serverSentences();
const placeholders = (text: string) => [...text.matchAll(/\{~?(\d+)\}/g)].map(([, index]) => index).sort();

it("reads the sources", () => {
  expect(sentences.size).toBeGreaterThan(500);
});

it("has German for every sentence", () => {
  const missing = [...sentences].filter(([sentence]) => !keys.includes(sentence)).map(([s, file]) => `${file}: ${s}`);
  expect(missing).toEqual([]);
});

it("keeps no German for what is no longer said, and none twice", () => {
  expect(keys.filter((key) => !sentences.has(key))).toEqual([]);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

it("every file is loaded", () => {
  const loaded = readFileSync(at("german.ts"), "utf8");
  expect(readdirSync(at("de")).filter((file) => !loaded.includes(`"./de/${file}"`))).toEqual([]);
});

it("says each as it is meant, with every value", () => {
  const say = createSay(Object.fromEntries(catalogue), String);
  const filled = (text: string) => text.replace(/\{~?(\d+)\}/g, (_, index) => `value${index}`);
  for (const [english, german] of catalogue) {
    expect(german.trim(), english).not.toBe("");
    expect(placeholders(german), english).toEqual(placeholders(english));
    expect(say(filled(english))).toBe(filled(german));
  }
});

it("says which permissions are missing, each in words", () => {
  const say = createSay(Object.fromEntries(catalogue), String);
  expect(
    say("This needs one of these permissions: answer customers; delete tickets. Ask an admin of the workspace."),
  ).toBe(
    "Dafür brauchst du eines dieser Rechte: Kunden antworten; Tickets löschen. Frage einen Admin deines Workspace.",
  );
});

it("says what is wrong with a template as one sentence, its place and what was meant", () => {
  const say = createSay(Object.fromEntries(catalogue), String);
  const saidOf = (source: string) => say(explainProblem(parseTemplate(source, "text").problems[0]!));
  expect(saidOf("a\n{{contact.nmae}}")).toBe(
    "Zeile 2, Spalte 1: Die Variable „contact.nmae“ gibt es nicht. Meintest du {{contact.name}}?",
  );
  expect(saidOf("{{ | there}}")).toMatch(/^Zeile 1, Spalte 1: Zwischen den Klammern steht keine Variable\./);
  expect(saidOf("{{contact.name")).toBe(
    "Zeile 1, Spalte 1: „{{contact.name“ beginnt mit {{ und wird nicht mit }} geschlossen.",
  );
  expect(saidOf("{{{1}}}")).toMatch(/^Zeile 1, Spalte 1: „.*“ enthält Klammern in Klammern\.$/);
});

describe("what counts as a sentence", () => {
  const of = (code: string) => [...sentencesOf("modules/x/y.ts", code)];

  it.each([
    ["a refusal", 'throw new AppError("conflict", "This is taken.")', ["This is taken."]],
    ["with values", "throw new AppError('conflict', `“${name}” is at ${a.b}`)", ["“{0}” is at {1}"]],
    ["of two", 'new AppError("x", a ? "One thing." : `Not ${b} here.`)', ["One thing.", "Not {0} here."]],
    ["over a helper", 'throw wrong("Choose a segment.", "filter")', ["Choose a segment."]],
    ["not found", 'throw notFound("tag")', ["This tag does not exist or is not yours to see."]],
    ["pieces", '`It is ${bad ? "very bad" : good} now.`', ["It is {0} now.", "very bad"]],
    ["a stored reason", "const reason = `only ${n} parts`", ["only {0} parts"]],
    ["a table of words", 'const spoken = { a: "calls" }', ["calls"]],
    ["in SQL", "sql`update x set reason = 'Some stay as they are.'`", ["Some stay as they are."]],
    ["logs", 'log.warn({ err }, "It could not be sent.")', []],
    ["what the API describes", '({ summary: "Reads a thing.", handle })', []],
    ["a programmer's mistake", 'throw new Error("This cannot be.")', []],
  ])("%s", (_, code, found) => {
    expect(of(code)).toEqual(found);
  });
});
