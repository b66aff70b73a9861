/** Builds the frame: hashed assets under /widget/assets/ and the page the server sends with its headers. */
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  root: "frame",
  base: "/widget/",
  publicDir: "../try",
  plugins: [preact()],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    rollupOptions: { input: "frame/frame.html" },
  },
});
