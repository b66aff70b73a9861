/** The grammar, what is refused and where, and that no value ever gets out of its place: tables, hostile values, a seeded fuzz run. */
import { describe, expect, test } from "vitest";
import {
  explainProblem,
  parseTemplate,
  renderTemplate,
  type TemplateFormat,
  type TemplateValue,
  textToHtml,
  variablesOf,
} from "./index.ts";

const values = (all: Record<string, TemplateValue>) => new Map(Object.entries(all));
const fill = (
  source: string,
  all: Record<string, TemplateValue> = {},
  format: TemplateFormat = "text",
  language = "en",
) => {
  const { template, problems } = parseTemplate(source, format);
  return { ...renderTemplate(template, values(all), { language }), problems };
};
const ann = { "contact.name": "Ann Lee", "contact.first_name": "Ann", "contact.id": "c 1", "agent.name": "Max" };

describe("filling", () => {
  test.each([
    ["Hi {{contact.first_name}}!", "Hi Ann!"],
    ["Hi {{contact.first_name | there}}!", "Hi Ann!"],
    ["Hi {{ contact.last_name|there }}!", "Hi there!"],
    ["Hi {{contact.last_name |}}!", "Hi !"],
    ["{{contact.last_name | a | b}}", "a | b"],
    ["{{contact.name}}{{agent.name}}", "Ann LeeMax"],
    ["no variables, } and { and }} stay", "no variables, } and { and }} stay"],
    ["\\{{contact.name}}", "{{contact.name}}"],
    ["\u00a0{{\u00a0contact.name\u00a0}}", "\u00a0Ann Lee"],
    ["", ""],
  ])("%s", (source, wanted) => expect(fill(source, ann)).toMatchObject({ output: wanted, problems: [] }));

  test("what has no value is reported once and left out, never shown as braces", () => {
    const { output, missing } = fill("{{contact.phone}} {{contact.phone}} {{company.name}}", { "company.name": "  " });
    expect(missing).toEqual(["contact.phone", "company.name"]);
    expect(output).not.toMatch(/[{}]/);
  });

  test("in an address of the text a value is a part of it, as in a link", () => {
    const all = { "contact.name": 'A b"><i>/?&', "contact.id": "c 1" };
    const source = "See https://x.test/?n={{contact.name | x y}}&i={{contact.id}}. {{contact.id}}";
    const encoded = "https://x.test/?n=A%20b%22%3E%3Ci%3E%2F%3F%26";
    expect(fill(source, all).output).toBe(`See ${encoded}&i=c%201. c 1`);
    expect(fill(`<p>${source.replace("&i", "&amp;i")}</p>`, all, "html").output).toBe(
      `<p>See ${encoded}&amp;i=c%201. c 1</p>`,
    );
  });

  test("what is missing is shown where something can be shown, and said where an address is", () => {
    const { template } = parseTemplate(
      '<a href="https://x.test/{{contact.id}}">x</a> https://y.test/{{contact.id}} {{contact.id}}',
      "html",
    );
    const { output } = renderTemplate(template, values({}), { missing: () => "[]", missingInAddress: () => "()" });
    expect(output).toBe('<a href="https://x.test/()">x</a> https://y.test/[] []');
  });

  test("a value is not read as a template", () => {
    expect(fill("{{contact.name}}", { "contact.name": "{{agent.name}}", "agent.name": "Max" }).output).toBe(
      "{ {agent.name} }",
    );
  });

  test("dates, numbers, lists and ticks are written in the language of the text", () => {
    const all = {
      "contact.custom.since": { date: "2026-03-01" },
      "contact.custom.seats": 1234.5,
      "contact.custom.plans": ["a", "b", "c"],
      "contact.custom.vip": true,
    };
    const source = Object.keys(all)
      .map((name) => `{{${name}}}`)
      .join(" · ");
    expect(fill(source, all).output).toBe("March 1, 2026 · 1,234.5 · a, b, and c · yes");
    expect(fill(source, all, "text", "de").output).toBe("1. März 2026 · 1.234,5 · a, b und c · ja");
    expect(fill(source, all, "text", "not a language!").output).toBe("March 1, 2026 · 1,234.5 · a, b, and c · yes");
  });

  test("a moment is told in the reader's zone", () => {
    const { template } = parseTemplate("{{ticket.custom.due}}", "text");
    const all = values({ "ticket.custom.due": { date: "2026-03-01T23:30:00Z" } });
    expect(renderTemplate(template, all, { language: "en", timeZone: "Asia/Tokyo" }).output).toMatch(/March 2, 2026/);
    expect(renderTemplate(template, all, { language: "en", timeZone: "Mars/Base" }).output).toMatch(/March 1, 2026/);
  });
});

describe("refusing", () => {
  test.each([
    ["Hi {{contact.nam}}", "unknown_variable", 1, 4, "contact.name"],
    ["a\nb {{ first_name }}", "unknown_variable", 2, 3, "contact.first_name"],
    ["{{contact.name", "not_closed", 1, 1, null],
    ["{{contact.name and {{agent.name}}", "not_closed", 1, 1, null],
    ["{{}}", "empty", 1, 1, null],
    ["{{ | there}}", "empty", 1, 1, null],
    ["{{{contact.name}}}", "braces_inside", 1, 1, null],
    ["{{contact.name()}}", "not_a_name", 1, 1, "contact.name"],
    ["{{#if contact.name}}", "not_a_name", 1, 1, null],
    ["{{contact['name']}}", "not_a_name", 1, 1, null],
    ["{{__proto__}}", "unknown_variable", 1, 1, null],
    ["{{constructor.constructor}}", "unknown_variable", 1, 1, null],
    ["{{contact.constructor}}", "unknown_variable", 1, 1, null],
    ["{{contact.custom.}}", "unknown_variable", 1, 1, null],
    ["{{workspace.custom.x}}", "unknown_variable", 1, 1, null],
  ])("%s", (source, reason, line, column, suggestion) => {
    const { problems } = fill(source);
    expect(problems[0]).toMatchObject({ reason, line, column, ...(suggestion ? { suggestion } : {}) });
    expect(explainProblem(problems[0]!)).toMatch(new RegExp(`^Line ${line}, column ${column}: `));
  });

  test("names every mistake, not only the first", () => {
    expect(fill("{{a}} {{b}} {{contact.name}} {{c").problems.map((problem) => problem.offset)).toEqual([0, 6, 29]);
  });

  test("a custom field that does not exist, when it is known which do", () => {
    const isField = (name: string) => name === "contact.custom.plan";
    expect(parseTemplate("{{contact.custom.plan}}", "text", { isField }).problems).toEqual([]);
    expect(parseTemplate("{{contact.custom.plam}}", "text", { isField }).problems).toHaveLength(1);
    // The names every object has are fields like others: looked up in a table, they find nothing.
    expect(fill("{{contact.custom.__proto__}}{{contact.custom.constructor}}")).toMatchObject({
      output: "",
      problems: [],
    });
  });

  test("more variables than anyone writes", () => {
    expect(fill("{{contact.name}}".repeat(600)).problems).toMatchObject([{ reason: "too_many" }]);
  });
});

describe("in HTML", () => {
  const html = (source: string, all: Record<string, TemplateValue> = ann) => fill(source, all, "html");

  test("knows text from link from what is no place for a value", () => {
    expect(html("<p>Hi {{contact.name}}</p>").output).toBe("<p>Hi Ann Lee</p>");
    expect(html('<a href="https://x.test/?id={{contact.id}}&amp;n=1">x</a>').output).toBe(
      '<a href="https://x.test/?id=c%201&amp;n=1">x</a>',
    );
    expect(html("<img alt='{{contact.name}}' src=\"/a?{{contact.id}}\">").output).toBe(
      "<img alt='Ann Lee' src=\"/a?c%201\">",
    );
    for (const source of [
      "<a href={{contact.name}}>",
      "<{{contact.name}}>",
      '<p style="{{contact.name}}">',
      '<p onclick="{{contact.name}}">',
      "<!-- {{contact.name}} -->",
      "<p {{contact.name}}>",
      "<!-- a --><a href={{contact.name}}>",
    ])
      expect(html(source).problems, source).toMatchObject([{ reason: "inside_tag" }]);
    expect(html("{{contact.<b>name</b>}}").problems).toMatchObject([
      { reason: "formatting_inside", found: "contact.name" },
    ]);
    expect(html("<!-- a --> 1 < 2 {{contact.name}}").output).toBe("<!-- a --> 1 < 2 Ann Lee");
  });

  test("a fallback is text of the document and comes out as it was written", () => {
    expect(html("{{contact.last_name | Sir &amp; Madam &lt;3}}").output).toBe("Sir &amp; Madam &lt;3");
  });

  test("a whole address may be one; no other scheme gets in", () => {
    const link = '<a href="{{contact.custom.site}}">x</a>';
    expect(html(link, { "contact.custom.site": "https://a.test/?b=1&c" }).output).toBe(
      '<a href="https://a.test/?b=1&amp;c">x</a>',
    );
    for (const site of [
      "javascript:alert(1)",
      "data:text/html,x",
      " \u0001javascript:alert(1)",
      "//evil.test",
      "javascript://x%0aalert(1)",
      "ftp://a.test/b",
      'https://a.test/" onclick="x',
      "JaVaScRiPt:x",
    ])
      expect(html(link, { "contact.custom.site": site }).output).toMatch(/^<a href="[\w%.\-!~*()]*">x<\/a>$/);
    expect(html('<a href="{{conversation.url}}?a=1">x</a>', { "conversation.url": "https://o.test/c/1" }).output).toBe(
      '<a href="https://o.test/c/1?a=1">x</a>',
    );
    expect(
      html('<a href="{{contact.custom.site}}/x">x</a>', { "contact.custom.site": "https://evil.test" }).output,
    ).toBe('<a href="https%3A%2F%2Fevil.test/x">x</a>');
  });

  test("text becomes HTML before it is filled, so that a value cannot be markup", () => {
    expect(fill(textToHtml("a < b\n\n{{contact.name | x & y}}\nz"), {}, "html").output).toBe(
      "<p>a &lt; b</p><p>x &amp; y<br>z</p>",
    );
  });
});

const hostile = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  `{{agent.name}} {{{x}}} $\{1} <%= 1 %> #{2}`,
  "\u202egnirts\u202c \u2066x\u2069 مرحبا بالعالم",
  "line\r\nBcc: a@b.test\n\n-- \n\u2028next\u0000\u0007",
  "x".repeat(100_000),
  "\ud800 lone surrogate \udfff",
  "</a></p></div>--><!--",
  "&lt;b&gt; &amp;amp; &#x3c;",
  "javascript:alert(1)",
  "👩‍👩‍👧‍👦 é̂̃ ﷽",
];

describe("hostile values", () => {
  test.each(hostile.map((value) => [value.slice(0, 40), value]))("%s", (_name, value) => {
    const all = { "contact.name": value };
    const text = fill("a {{contact.name}} b", all).output;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may come out
    expect(text).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
    expect(text.isWellFormed()).toBe(true);
    expect(text.length).toBeLessThan(1100);
    const html = fill(
      '<p title="{{contact.name}}">{{contact.name}}</p><a href="https://x.test/{{contact.name}}">l</a>',
      all,
      "html",
    ).output;
    expect(html.replace(/&(amp|lt|gt|quot|#39);/g, "")).toMatch(
      /^<p title="[^<>"'&]*">[^<>"'&]*<\/p><a href="https:\/\/x\.test\/[\w%.!~*()-]*">l<\/a>$/,
    );
  });
});

/** mulberry32: the same run every time. */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe("fuzz", () => {
  const bits = [
    "{{",
    "}}",
    "{",
    "}",
    "|",
    " ",
    "\n",
    "\\",
    "contact.name",
    "contact.first_name",
    "agent.email",
    "x",
    "__proto__",
    "<b>",
    "</b>",
    '<a href="',
    '"',
    "'",
    ">",
    "<",
    "<!--",
    "-->",
    "&amp;",
    "=",
    "é",
    "🙂",
    "\u0000",
    "{{contact.name}}",
    "{{contact.name | there}}",
  ];
  const mark = "\u{1f600}<\"'&>";

  test("any source parses, is quick, and renders without our own signs getting through", () => {
    const random = randomFrom(20261122);
    for (let run = 0; run < 20_000; run++) {
      const source = Array.from(
        { length: Math.floor(random() * 12) },
        () => bits[Math.floor(random() * bits.length)],
      ).join("");
      const format = run % 2 ? "html" : "text";
      const { template, problems } = parseTemplate(source, format);
      for (const problem of problems) {
        expect(source.slice(problem.offset, problem.offset + 2), source).toBe("{{");
        expect(explainProblem(problem)).toContain(`Line ${problem.line}`);
      }
      const { output } = renderTemplate(template, values({ "contact.name": mark, "contact.first_name": mark }));
      // Right sources keep everything that is not a variable.
      if (!problems.length && !variablesOf(template).length)
        expect(output, source).toBe(source.replaceAll("\\{{", "{{"));
      if (format === "html") expect(output.includes(mark), source).toBe(false);
      if (!source.includes("\\{{")) expect(output.includes("{{"), source).toBe(false);
    }
  });

  test("a hundred thousand braces take no time", () => {
    const begin = performance.now();
    for (const source of [
      "{{".repeat(50_000),
      "{{a".repeat(30_000),
      "}}".repeat(50_000),
      "<a ".repeat(30_000),
      `{{${"contact.".repeat(10_000)}}}`,
    ])
      for (const format of ["text", "html"] as const) parseTemplate(source, format);
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});
