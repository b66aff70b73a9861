/** The public addresses: a form per type, as a page and as JSON for the widget; and a customer's own requests. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../../errors.ts";
import type { Platform } from "../../../platform/context.ts";
import { isOurOrigin } from "../../identity/index.ts";
import { registerForms } from "./form-routes.ts";
import { html, sendPage, style } from "./html.ts";
import { createPublicLimits } from "./limits.ts";
import { spokenError } from "./problems.ts";
import { registerRequests } from "./request-routes.ts";
import { hidden, type Public } from "./shared.ts";
import { wordsFor } from "./words.ts";

export function registerTicketPages(http: FastifyInstance, platform: Platform): void {
  const spoken = (request: FastifyRequest) => wordsFor(request.headers["accept-language"]);
  const shared: Public = {
    platform,
    limits: createPublicLimits(platform.clock),
    ours: (request) => {
      if (!isOurOrigin(platform, request)) throw new AppError("forbidden", "This request comes from another site.");
    },
    spoken,
    page: (handle) => (request, reply) =>
      handle(request, reply).catch((error) => {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        const { language, words } = spoken(request);
        const said = spokenError(words, error);
        if (said.retryAfter) reply.header("retry-after", Math.ceil(said.retryAfter));
        const embedded = request.url.split("?")[0]!.endsWith("/embed");
        const body = html`<p class="bad" role="alert">${said.message}</p>`;
        return sendPage(reply, language, words.problem, body, { status: said.status, embedded });
      }),
  };
  http.get("/forms/style.css", hidden, (_request, reply) =>
    reply.header("cache-control", "public, max-age=3600").type("text/css; charset=utf-8").send(style),
  );
  registerForms(http, shared);
  registerRequests(http, shared);
}
