/** What browsers load: the script tag's file, the frame page with its strict policy, its assets, and a page to try it all on. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { frameAncestors } from "../../channels/chat/origins.ts";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { escapeHtml } from "../conversations/index.ts";
import { getWidget } from "./guest.ts";

const dist = fileURLToPath(new URL("../../../../widget/dist", import.meta.url));
const hidden = { schema: { hide: true } as object };
const types: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/** Where the request came to, as the browser calls it. */
export const ownOrigin = (platform: Platform, request: FastifyRequest): string =>
  platform.env.publicUrl ? new URL(platform.env.publicUrl).origin : `${request.protocol}://${request.host}`;

export function registerVisitorPages(http: FastifyInstance, platform: Platform): void {
  const files = readBuilt();
  const send = (reply: FastifyReply, name: string, body = files.get(name)) => {
    if (body === undefined) {
      throw new AppError("unavailable", "The chat widget is not built. Run npm start, or npm run build.");
    }
    return reply.type(types[name.split(".").at(-1)!] ?? "application/octet-stream").send(body);
  };
  // On other people's pages, some of which isolate themselves: everything here says that it may be embedded.
  const open = (reply: FastifyReply) =>
    reply.header("cross-origin-resource-policy", "cross-origin").header("access-control-allow-origin", "*");

  http.get("/widget.js", hidden, (_request, reply) =>
    send(open(reply).header("cache-control", "public, max-age=600"), "widget.js"),
  );
  http.get("/widget/assets/:name", hidden, (request, reply) => {
    const name = `assets/${(request.params as { name: string }).name}`;
    if (!files.has(name)) throw new AppError("not_found", "There is no such file.");
    return send(open(reply).header("cache-control", "public, max-age=31536000, immutable"), name);
  });
  http.get("/widget/frame/:key", hidden, async (request, reply) => {
    const { settings } = await getWidget(platform, (request.params as { key: string }).key);
    open(reply)
      .header("content-security-policy", framePolicy(request, frameAncestors(settings.allowed_origins)))
      .header("cross-origin-embedder-policy", "credentialless")
      .header("referrer-policy", "no-referrer")
      .header("cache-control", "no-cache");
    return send(reply, "frame.html");
  });
  for (const name of ["try.js", "try.css"]) {
    http.get(`/widget/${name}`, hidden, (_request, reply) => send(reply.header("cache-control", "no-cache"), name));
  }
  http.get("/widget/test/:key", hidden, async (request, reply) => {
    const { connection } = await getWidget(platform, (request.params as { key: string }).key);
    reply.header("content-security-policy", testPolicy).header("cache-control", "no-cache");
    const values: Record<string, string> = {
      key: connection.key,
      name: connection.name,
      origin: ownOrigin(platform, request),
    };
    const page = files.get("try.html")?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeHtml(values[name] ?? ""));
    return send(reply, "try.html", page);
  });
}

/** Nothing but our own files, no inline script or style; embedding only where the settings allow it. */
function framePolicy(request: FastifyRequest, ancestors: string): string {
  const socket = `${request.protocol === "https" ? "wss" : "ws"}://${request.host}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join("; ");
}

const testPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

function readBuilt(): Map<string, string> {
  if (!existsSync(dist)) return new Map();
  const names = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      return [path.slice(dist.length + 1), readFileSync(path, "utf8")];
    }),
  );
}
