/** Builds the script tag: one classic file without dependencies. */
import { defineConfig } from "vite";

/** The styles are read line by line; a visitor downloads them without. */
const oneLine = {
  name: "one-line-styles",
  transform: (code: string, id: string) => (id.endsWith("/styles.ts") ? code.replaceAll("}\n", "}") : undefined),
};

export default defineConfig({
  plugins: [oneLine],
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "loader/main.ts", formats: ["iife"], name: "OmniflowLoader", fileName: () => "widget.js" },
  },
});
