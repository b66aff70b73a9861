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

/** The icons of the frame and the inbox. */
const firstIcons =
  /lucide-react\/dist\/esm\/icons\/(octagon-exclamation-point|octagon-alert|message-square-quote|bell|alarm-clock|cloud-off|user-round-x|trash|trash-2|users|moon|paperclip|lock|user-round|circle-user-round|circle-check|at-sign|table-2|arrow-up|x|code|plus|search|check|chevron-right|inbox|layers|star|panel-left-close)\.(js|mjs)$/;

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
    // A chunk of two hundred bytes costs as much again in headers and dictionary: what the first load needs of these goes together.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "icons", test: firstIcons },
            { name: "router", test: /node_modules\/@tanstack\/(react-router|router-core|history|react-store|store)\// },
            { name: "query", test: /node_modules\/@tanstack\/(react-query|query-core)\// },
          ],
        },
      },
    },
  },
  server: {
    port: Number(process.env.OMNIFLOW_WEB_PORT ?? 5173),
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: server, ws: true, changeOrigin: false }])),
  },
});
