// What a visitor downloads, gzipped, against its limits: the loader on every page, the frame when the chat is used.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = join(import.meta.dirname, "..", "dist");
const limits = { loader: 3_000, frame: 40_000 };
const size = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

const assets = join(dist, "assets");
const sizes = {
  loader: size(join(dist, "widget.js")),
  frame: readdirSync(assets).reduce((sum, name) => sum + size(join(assets, name)), size(join(dist, "frame.html"))),
};
for (const [name, bytes] of Object.entries(sizes)) {
  const over = bytes > limits[name];
  console.log(`${name}: ${bytes} B gzipped of ${limits[name]}${over ? " — TOO LARGE" : ""}`);
  if (over) process.exitCode = 1;
}
