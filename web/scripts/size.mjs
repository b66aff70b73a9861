/**
 * The size promise: what the browser fetches to show the inbox the first time is at most 250 kB of gzipped JavaScript.
 * Counts the entry, the inbox page, their static imports and one language. Prints the sum; fails above the limit.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 250_000;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const starts = [
  "index.html",
  "src/features/inbox/page.tsx",
  ...["common", "frame", "inbox"].map((n) => `src/i18n/en/${n}.json`),
];

const files = new Set();
function follow(name) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the build`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) follow(next);
}
for (const start of starts) follow(start);

const sizes = [...files].map((file) => ({
  file,
  bytes: gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length,
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes))
  console.log(`${String(bytes).padStart(8)}  ${file}`);
console.log(`${String(total).padStart(8)}  first load of the inbox, gzipped (limit ${LIMIT})`);
if (total > LIMIT) process.exitCode = 1;
