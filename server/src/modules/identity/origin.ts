/** Cross-site requests: a browser sends our cookie along with them, so a call by cookie must show that our own pages made it. */
import type { FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";

const isJson = (request: FastifyRequest) =>
  /^application\/(json|[\w.-]+\+json)\b/i.test(request.headers["content-type"] ?? "");

/** Whether `Origin`, when the browser names one, is this installation: its public address, or the host the request came to. */
export function isOurOrigin(platform: Platform, request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const from = URL.parse(origin);
  if (!from) return false;
  // As URLs both forget the port that goes without saying.
  return (
    from.host === URL.parse(`http://${request.host}`)?.host ||
    from.origin === URL.parse(platform.env.publicUrl ?? "")?.origin
  );
}

/** A page of another site can send neither a header of ours nor JSON without asking first, and we never agree. */
export function refuseForgery(platform: Platform, request: FastifyRequest): void {
  // Answers to reads carry no permission to be read elsewhere.
  if (["GET", "HEAD", "OPTIONS"].includes(request.method)) return;
  if (!isOurOrigin(platform, request)) throw forged("This request comes from another site.");
  if (request.headers["x-omniflow-workspace"] === undefined && !isJson(request)) {
    throw forged("A change made with a session cookie needs the header X-Omniflow-Workspace or a JSON body.");
  }
}

const forged = (message: string) => new AppError("forbidden", message);
