/** Who may import what (DESIGN.md §1): read from the sources, so that the layering is a fact and not an intention. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
/** A module may use those before it. */
const order = [
  "audit",
  "identity",
  "workspaces",
  "fields",
  "companies",
  "contacts",
  "conversations",
  "connections",
  "replies",
  "responses",
  "tickets",
  "imports",
  "privacy",
  "notifications",
  "visitors",
  "presence",
  "samples",
];

type Import = { from: string; to: string };
/** `to`: a path from the root, or the package's name. Tests and their beds may reach anywhere. */
const imports: Import[] = globSync("{contract,server/src,web/src,widget}/**/*.{ts,tsx}", {
  cwd: root,
  exclude: ["**/node_modules/**", "**/dist/**"],
})
  .filter((file) => !/\.test\.tsx?$|(^|\/)(test|testing|test-[a-z]+)(\/|\.ts$)|channels\/contract\.ts$/.test(file))
  .flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)["']([^"']+)["']/g)].map(([, to]) => ({
      from: file,
      to: to!.startsWith(".") ? normalize(join(dirname(file), to!)) : to!,
    }));
  });

const ours = (to: string) => /^(contract|server|web|widget|bench|e2e)\//.test(to) || to.startsWith("@omniflow/");
const wrong = (from: RegExp, allowed: (to: string, from: string) => boolean) =>
  imports.filter((i) => from.test(i.from) && ours(i.to) && !allowed(i.to, i.from)).map((i) => `${i.from} → ${i.to}`);

test("there is something to check", () => {
  expect(imports.length).toBeGreaterThan(500);
  expect(
    globSync("server/src/modules/*", { cwd: root })
      .map((path) => path.split("/").at(-1))
      .sort(),
  ).toEqual([...order].sort());
});

test("the contract imports nothing of ours and does no I/O", () => {
  expect(wrong(/^contract\//, (to) => to.startsWith("contract/"))).toEqual([]);
  expect(imports.filter((i) => i.from.startsWith("contract/") && /^node:|^(pg|fastify|ws)$/.test(i.to))).toEqual([]);
});

test("the platform knows nothing of the product", () => {
  const allowed = /^server\/src\/(platform\/|errors\.ts|env\.ts|version\.ts)|^@omniflow\/contract/;
  expect(wrong(/^server\/src\/platform\//, (to) => allowed.test(to))).toEqual([]);
});

test("a channel knows the adapter contract, the guarded way out, and itself", () => {
  const shared =
    /^server\/src\/(channels\/adapter\.ts|platform\/(fetch|crypto|schema-words)\.ts)$|^@omniflow\/contract/;
  const own = (path: string) => path.split("/").slice(0, 4).join("/");
  expect(wrong(/^server\/src\/channels\/[a-z]+\//, (to, from) => shared.test(to) || own(to) === own(from))).toEqual([]);
  expect(
    imports.filter(
      (i) => /^server\/src\/channels\//.test(i.from) && /^(pg|graphile-worker|fastify|undici)$/.test(i.to),
    ),
  ).toEqual([]);
});

test("a module uses earlier modules only, and only through their door", () => {
  const place = (path: string) => order.indexOf(path.split("/")[3]!);
  const allowed = (to: string, from: string) => {
    if (!to.startsWith("server/src/modules/")) return !/^server\/src\/(app|start|main|composition)\.ts$/.test(to);
    if (place(to) === place(from)) return true;
    return place(to) < place(from) && /^server\/src\/modules\/[a-z]+\/index\.ts$/.test(to);
  };
  expect(wrong(/^server\/src\/modules\//, allowed)).toEqual([]);
});

test("browser code knows the contract and nothing of the server", () => {
  expect(wrong(/^web\//, (to) => /^web\/|^@omniflow\/contract/.test(to))).toEqual([]);
  expect(wrong(/^widget\//, (to) => /^widget\/|^@omniflow\/contract/.test(to))).toEqual([]);
});

/** What the database's own process is started with is no setting of ours. */
const startsPrograms = /platform\/postgres-(cluster|process)\.ts$/;

test("nothing but the settings reads the environment", () => {
  const readers = globSync("server/src/**/*.ts", { cwd: root })
    .filter(
      (file) =>
        !startsPrograms.test(file) &&
        !/\.test\.ts$|\/test(-[a-z]+)?(\/|\.ts$)|server\/src\/(env|main|migrate|seed)\.ts$/.test(file),
    )
    .filter((file) =>
      /process\.env\b/.test(readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
    );
  expect(readers).toEqual([]);
});
