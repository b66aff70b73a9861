/** Build of the members' app. The page runs under a strict CSP: nothing inline, styles only from files and CSSOM. */
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const server = process.env.OMNIFLOW_DEV_SERVER ?? "http://127.0.0.1:3000";
const proxied = ["/api", "/widget", "/widget.js", "/hooks", "/healthz"];

/** The names of all files of a build, for the service worker: without a network, any page can be wanted. */
function listFiles(): Plugin {
  return {
    name: "list-files",
    apply: "build",
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css|woff2)$/.test(name));
      this.emitFile({ type: "asset", fileName: "files.json", source: JSON.stringify(files.map((name) => `/${name}`)) });
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), tailwindcss(), listFiles()],
  resolve: {
    alias: {
      // Radix locks scrolling through an injected <style>, which the CSP refuses; ours adopts a style sheet instead.
      "react-style-singleton": fileURLToPath(new URL("./src/ui/style-singleton.ts", import.meta.url)),
    },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: Number(process.env.OMNIFLOW_WEB_PORT ?? 5173),
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: server, ws: true, changeOrigin: false }])),
  },
});
