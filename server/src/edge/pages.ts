/** The members' app: its files, and its one page for every address that is not something else. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const webRoot = fileURLToPath(new URL("../../../web/dist", import.meta.url));
let index: string | null = null;

export const isPage = (request: FastifyRequest) =>
  request.method === "GET" &&
  !/^\/(api|hooks|widget|assets|metrics|healthz|readyz)(\/|$|\.)/.test(request.url) &&
  /text\/html|\*\/\*/.test(request.headers.accept ?? "");

export const page = (reply: FastifyReply) =>
  index === null
    ? reply.code(503).type("text/plain").send("The web app is not built. Run npm start, or npm run build.")
    : reply.code(200).type("text/html").send(index);

export async function registerPages(http: FastifyInstance): Promise<void> {
  index = existsSync(`${webRoot}/index.html`) ? readFileSync(`${webRoot}/index.html`, "utf8") : null;
  if (index === null) return;
  await http.register(fastifyStatic, {
    root: webRoot,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      // Vite puts a hash of the content into these names.
      if (path.includes("/assets/")) reply.header("cache-control", "public, max-age=31536000, immutable");
    },
  });
  http.get("/", { schema: { hide: true } as object }, async (_request, reply) => page(reply));
}
