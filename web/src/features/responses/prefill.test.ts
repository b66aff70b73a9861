import { expect, it } from "vitest";
import { proposalsFor, withVariables } from "./prefill.ts";

const known = [
  { value: "Kim", variable: "contact.first_name" },
  { value: "Kim Park", variable: "contact.name" },
  { value: "kim@x.test", variable: "contact.email" },
  { value: "A & Co", variable: "company.name" },
  { value: "", variable: "contact.phone" },
];

it("proposes what is in the text, the longer first, words only", () => {
  const html = "<p>Hi Kim, dear Kim Park of A &amp; Co. Kimono.</p>";
  const found = proposalsFor(html, known);
  expect(found.map((one) => one.variable)).toEqual(["contact.name", "company.name", "contact.first_name"]);
  expect(withVariables(html, found)).toBe(
    "<p>Hi {{contact.first_name}}, dear {{contact.name}} of {{company.name}}. Kimono.</p>",
  );
  expect(withVariables(html, [])).toBe(html);
});

it("leaves tags and addresses alone", () => {
  expect(withVariables('<a href="https://x.test/Kim" title="Kim">Kim</a>', [known[0]!])).toBe(
    '<a href="https://x.test/Kim" title="Kim">{{contact.first_name}}</a>',
  );
});
