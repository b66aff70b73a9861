/** What every screen keeps to, read from the sources: no left and right, no English outside the translation files. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

const web = fileURLToPath(new URL("..", import.meta.url));
const widget = fileURLToPath(new URL("../../../widget/frame", import.meta.url));
const filesOf = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => /\.(tsx?|css)$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({ name, path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, "utf8") }));
const sources = [...filesOf(web), ...filesOf(widget)];

describe("right-to-left", () => {
  const classes =
    /(?<![\w-])-?(?:(?:ml|mr|pl|pr|left|right|border-[lr]|rounded-(?:[lr]|[tb][lr])|scroll-[mp][lr])(?:-[\w[.]+)?|text-(?:left|right)|float-(?:left|right)|clear-(?:left|right))(?=["'`\s]|$)/;
  /** Class names stand in strings; a physical one is only right where it answers for a direction itself. */
  const inStrings = (text: string) => [...text.matchAll(/(["'`])((?:(?!\1)[^\\])*)\1/g)].map((found) => found[2]!);
  const isClassList = (text: string) => /(?:^|\s)[a-z]+-[a-z0-9[]/.test(text);

  it.each([
    ["flex ml-2", true],
    ["flex -mr-1.5 x", true],
    ["p-1 md:left-2", true],
    ["p-1 text-left", true],
    ["p-1 rounded-tl-md", true],
    ["flex ms-2 pe-1 start-0 rounded-s-md text-start", false],
    ["arrow-left is-a-key", false],
  ])("%s: %s", (text, refused) => expect(classes.test(text.replaceAll(/\S+:/g, ""))).toBe(refused));

  it("no class of screen or widget says left or right", () => {
    const found = sources.flatMap(({ name, text }) =>
      name.endsWith(".css")
        ? []
        : inStrings(text)
            .filter((one) => isClassList(one) && classes.test(one.replaceAll(/\S+:/g, "")))
            .map((one) => `${name}: ${classes.exec(one.replaceAll(/\S+:/g, ""))?.[0]} in "${one.slice(0, 80)}"`),
    );
    expect(found).toEqual([]);
  });

  it("no style sheet does, but for what stands under a direction of its own", () => {
    const physical =
      /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|float|text-align:\s*(?:left|right))\s*:?/;
    const found = sources
      .filter(({ name }) => name.endsWith(".css"))
      .flatMap(({ name, text }) =>
        text
          .split("\n")
          .filter(
            (line) => physical.test(line.replaceAll(/\/\*.*?\*\//g, "")) && !/dir=|inline-(?:start|end)/.test(line),
          )
          .map((line) => `${name}: ${line.trim()}`),
      );
    expect(found).toEqual([]);
  });
});

describe("translations", () => {
  /** Attributes a person reads or hears. */
  const spoken = new Set([
    "label",
    "title",
    "placeholder",
    "aria-label",
    "alt",
    "lead",
    "description",
    "help",
    "aside",
  ]);
  /** Words that are the same in every language. */
  const names = new Set(["Omniflow", "SPF", "DKIM", "DMARC"]);
  const isText = (text: string) =>
    /\p{L}{2,}/u.test(text.replaceAll(/&\w+;/g, "")) &&
    !names.has(text.replaceAll(/[^\p{L}]/gu, "")) &&
    !/^https?:|^[\w.+-]+@/.test(text.trim());

  // Nodes of a syntax tree, of every kind.
  type Node = any;
  function literals(path: string, text: string): string[] {
    const found: string[] = [];
    const said = (value: unknown) => {
      if (typeof value === "string" && isText(value)) found.push(value.trim());
    };
    const visit = (node: Node, parent: Node) => {
      if (node.type === "JSXText") said(node.value);
      else if (node.type === "JSXExpressionContainer" && parent.type !== "JSXAttribute") said(node.expression.value);
      else if (node.type === "JSXAttribute" && spoken.has(node.name.name))
        said(node.value?.expression?.value ?? node.value?.value);
      for (const part of Object.values(node)) {
        for (const child of Array.isArray(part) ? part : [part]) {
          if (child && typeof child === "object" && "type" in child) visit(child, node);
        }
      }
    };
    visit(parseSync(path, text).program, null);
    return found;
  }

  it("finds what is written into a page", () => {
    const page = `<p title="Read me">Hello {"there friend"} <b>{t("x")}</b> <i>·</i> &nbsp;</p>`;
    expect(literals("x.tsx", page)).toEqual(["Read me", "Hello", "there friend"]);
  });

  it("no page has text of its own", () => {
    const found = sources
      .filter(({ name }) => name.endsWith(".tsx"))
      .flatMap(({ name, path, text }) => literals(path, text).map((one) => `${name}: ${one}`));
    expect(found).toEqual([]);
  });
});
