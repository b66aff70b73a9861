/** What the routes of forms and of customers' requests have in common. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Platform } from "../../../platform/context.ts";
import type { PublicLimits } from "./limits.ts";
import type { Words } from "./words.ts";

export type Public = {
  platform: Platform;
  limits: PublicLimits;
  /** @throws forbidden when a form was sent from another site */
  ours(request: FastifyRequest): void;
  spoken(request: FastifyRequest): { language: "en" | "de"; words: Words };
  /** A route whose errors are pages too: a customer is told in words, not in JSON. */
  page(handle: Handle): Handle;
};
export type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export const hidden = { schema: { hide: true } as object };
export const bodyLimit = 60 << 20;
export const paramsOf = (request: FastifyRequest) => request.params as Record<string, string>;
