/** No join that cannot use an index: see platform/merged.ts for what PostgreSQL makes of these under a row policy. */
import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const modules = new URL("../../modules/", import.meta.url).pathname;
const sources = globSync("**/*.ts", { cwd: modules })
  .filter((path) => !path.endsWith(".test.ts"))
  .map((path) => ({ path, text: readFileSync(modules + path, "utf8") }));

it("follows merges by rootOf, not by coalesce", () => {
  expect(sources.length).toBeGreaterThan(100);
  const found = sources.filter(({ text }) => /coalesce\(\w+\.merged_into,/.test(text)).map(({ path }) => path);
  expect(found).toEqual([]);
});

it("asks of a record and those merged into it without a list of both in a join", () => {
  const found = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/exists \(select[^`]{0,400}\$\{(ofGroup|group)\}/g)].map(() => path),
  );
  expect(found).toEqual([]);
});
