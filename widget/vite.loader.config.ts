/** Builds the script tag: one classic file without dependencies. */
import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "loader/main.ts", formats: ["iife"], name: "OmniflowLoader", fileName: () => "widget.js" },
  },
});
