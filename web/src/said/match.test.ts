import { expect, it } from "vitest";
import { createSay } from "./match.ts";

const say = createSay(
  {
    "This is taken.": "Das ist vergeben.",
    "What (is) this? [{0}] costs $1.": "Was ist das? [{0}] kostet 1 $.",
    "There is no field “{0}”.": "Ein Feld „{0}“ gibt es nicht.",
    "There is no field “{0}” of tickets.": "Ein Feld „{0}“ haben Tickets nicht.",
    "{0} takes at most {1}.": "Höchstens {1} nimmt {0}.",
    "Only {0} parts were sent: {1}": "Nur {0} Teile wurden gesendet: {~1}",
    "The mailbox is full": "Das Postfach ist voll",
    "is needed": "wird gebraucht",
    Port: "Anschluss",
    "{0} is full and takes no more messages.": "{0} ist voll.",
    "{0} cannot be used: {1}": "{0} geht nicht: {~1}",
    "{0}; the server tries again": "{~0}; der Server versucht es erneut",
  },
  (value) => value.toLocaleString("de"),
);

it("says what it knows, and nothing of the rest", () => {
  expect(say("This is taken.")).toBe("Das ist vergeben.");
  expect(say("This is new.")).toBeNull();
  expect(say("toString")).toBeNull();
  expect(say("")).toBeNull();
});

it("takes signs of regular expressions as signs", () => {
  expect(say("What (is) this? [a+] costs $1.")).toBe("Was ist das? [a+] kostet 1 $.");
  expect(say("What is this? [a] costs $1.")).toBeNull();
});

it("prefers the template that says most", () => {
  expect(say("There is no field “x” of tickets.")).toBe("Ein Feld „x“ haben Tickets nicht.");
  expect(say("There is no field “x”.")).toBe("Ein Feld „x“ gibt es nicht.");
  expect(say("a is full and takes no more messages.")).toBe("a ist voll.");
  expect(say("a cannot be used: b is full and takes no more messages.")).toBe("a geht nicht: b ist voll.");
});

it("leaves a value the text it is", () => {
  for (const hostile of ["$&", "$1", "{1}", "{~0}", "<img src=x onerror=alert(1)>", "This is taken.", "a\nb", "\\d+"])
    expect(say(`There is no field “${hostile}”.`)).toBe(`Ein Feld „${hostile}“ gibt es nicht.`);
});

it("writes large numbers as the language does, and puts values where it wants them", () => {
  expect(say("Mail takes at most 200,000.")).toBe("Höchstens 200.000 nimmt Mail.");
});

it("says reasons inside reasons", () => {
  expect(say("Only 1 parts were sent: The mailbox is full")).toBe("Nur 1 Teile wurden gesendet: Das Postfach ist voll");
  expect(say("Only 1 parts were sent: 550 no")).toBe("Nur 1 Teile wurden gesendet: 550 no");
  expect(say("The mailbox is full; the server tries again")).toBe(
    "Das Postfach ist voll; der Server versucht es erneut",
  );
  expect(say("a@x: The mailbox is full; b@x: 550 no")).toBe("a@x: Das Postfach ist voll; b@x: 550 no");
  expect(say("Port: is needed.")).toBe("Anschluss: wird gebraucht.");
});

it("is quick with long and hostile text", () => {
  const begun = performance.now();
  say("There is no field “".repeat(200) + "x: ; ".repeat(500));
  say("a: ".repeat(3000));
  expect(performance.now() - begun).toBeLessThan(200);
});
