/** What browsers download, gzipped: the loader on every page, the chat when it is opened, and the inbox's first load. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { figure, note, title } from "./report.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const size = (path: string): number => gzipSync(readFileSync(join(root, path)), { level: 9 }).length / 1000;

type Chunk = { file: string; imports?: string[]; css?: string[] };

export async function run(): Promise<void> {
  title("Sizes, gzipped");
  figure("widget loader", size("widget/dist/widget.js"), "kB", { most: 3 });
  const parts = readdirSync(join(root, "widget/dist/assets")).map((name) => `widget/dist/assets/${name}`);
  const frame = parts.reduce((sum, path) => sum + size(path), size("widget/dist/frame.html"));
  figure("chat app (frame, scripts, styles)", frame, "kB", { most: 40 });
  const manifest = JSON.parse(readFileSync(join(root, "web/dist/.vite/manifest.json"), "utf8")) as Record<
    string,
    Chunk
  >;
  const scripts = new Set<string>();
  const styles = new Set<string>();
  for (const entry of firstLoad(manifest)) collect(manifest, entry, scripts, styles);
  const sum = (files: Set<string>) => [...files].reduce((total, file) => total + size(`web/dist/${file}`), 0);
  figure("inbox, first load, JavaScript", sum(scripts) + size("web/dist/theme.js"), "kB", { most: 250 });
  figure("inbox, first load, styles", sum(styles), "kB");
  note(`${scripts.size} scripts: entry, inbox page and their static imports`);
}

/** The entry and the page a member lands on; whatever else is loaded on demand. */
const firstLoad = (manifest: Record<string, Chunk>): string[] =>
  Object.keys(manifest).filter(
    (name) =>
      name === "index.html" ||
      /features\/inbox\/(page|InboxPage)\.tsx$/.test(name) ||
      /i18n\/en\/(common|frame|inbox)\.json$/.test(name),
  );

function collect(manifest: Record<string, Chunk>, name: string, scripts: Set<string>, styles: Set<string>): void {
  const chunk = manifest[name];
  if (!chunk || scripts.has(chunk.file)) return;
  scripts.add(chunk.file);
  for (const file of chunk.css ?? []) styles.add(file);
  for (const next of chunk.imports ?? []) collect(manifest, next, scripts, styles);
}
