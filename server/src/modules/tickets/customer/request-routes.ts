/** A customer's own requests: opened by a link a member gave or by a code sent to their address; read, answered, closed. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../../errors.ts";
import { type Customer, known, readLink, redeemCode, remember, sendCode, workspaceOf } from "./access.ts";
import { sendPage } from "./html.ts";
import { one, readSent } from "./parts.ts";
import { spokenError } from "./problems.ts";
import { askPage, codePage, listPage, ticketPage } from "./request-page.ts";
import { answerOwn, closeOwn, listOwn, showOwn } from "./requests.ts";
import { bodyLimit, hidden, type Public, paramsOf } from "./shared.ts";
import { browserLanguage } from "./words.ts";

export function registerRequests(http: FastifyInstance, shared: Public): void {
  const { platform, limits, ours, spoken, page } = shared;
  const slugOf = (request: FastifyRequest) => paramsOf(request).slug!;

  http.get(
    "/requests/link/:token",
    hidden,
    page(async (request, reply) => {
      limits.take("page", request.ip);
      const customer = await readLink(platform, paramsOf(request).token!);
      if (!customer) throw new AppError("expired", "This link is too old. Ask for a new one.", { field: "link" });
      remember(platform, request, reply, customer);
      return reply.redirect(`/requests/${customer.slug}`);
    }),
  );

  http.get(
    "/requests/:slug",
    hidden,
    page(async (request, reply) => {
      limits.take("page", request.ip);
      const place = await workspaceOf(platform, slugOf(request));
      const { language, words } = spoken(request);
      const customer = await known(platform, request, place.slug);
      const body = customer
        ? listPage(customer, await listOwn(platform, customer), { words, language })
        : askPage(place.slug, words, { canSend: platform.mailer.canSend });
      return sendPage(reply, language, `${words.requests} – ${place.name}`, body);
    }),
  );

  http.post(
    "/requests/:slug",
    { ...hidden, bodyLimit },
    page(async (request, reply) => {
      ours(request);
      limits.take("page", request.ip);
      const place = await workspaceOf(platform, slugOf(request));
      const { language, words } = spoken(request);
      const { values } = await readSent(request);
      const email = one(values, "email").trim().toLowerCase().slice(0, 320);
      const code = one(values, "code");
      limits.take("code", `${request.ip} ${place.slug}`);
      limits.take("target", `${place.slug} ${email} ${code ? "try" : "send"}`);
      const shown = (problem?: string, status = 200) =>
        sendPage(reply, language, words.requests, codePage(place.slug, email, words, problem), { status });
      if (!code) {
        await sendCode(platform, place, email, browserLanguage(request.headers["accept-language"]));
        return shown();
      }
      const customer = await redeemCode(platform, place, email, code);
      if (!customer) return shown(words.wrongCode, 401);
      remember(platform, request, reply, customer);
      return reply.redirect(`/requests/${place.slug}`, 303);
    }),
  );

  const customerOf = async (request: FastifyRequest): Promise<Customer | null> => {
    limits.take("page", request.ip);
    return known(platform, request, slugOf(request));
  };

  http.get(
    "/requests/:slug/:number",
    hidden,
    page(async (request, reply) => {
      const customer = await customerOf(request);
      const { language, words } = spoken(request);
      if (!customer) {
        const { slug } = await workspaceOf(platform, slugOf(request));
        const body = askPage(slug, words, {
          canSend: platform.mailer.canSend,
          problem: words.problems.unauthenticated,
        });
        return sendPage(reply, language, words.requests, body, { status: 401 });
      }
      const shown = await showOwn(platform, customer, Number(paramsOf(request).number));
      const title = `#${shown.ticket.number} ${shown.ticket.title}`;
      return sendPage(reply, language, title, ticketPage(platform, customer, shown, { words, language }));
    }),
  );

  http.post(
    "/requests/:slug/:number",
    { ...hidden, bodyLimit },
    page(async (request, reply) => {
      ours(request);
      const customer = await customerOf(request);
      if (!customer) throw new AppError("unauthenticated", "Open your requests again: this page has expired.");
      const number = Number(paramsOf(request).number);
      const sent = await readSent(request);
      try {
        if (sent.problem) throw sent.problem;
        limits.take("submit", `${customer.contactId} answer`);
        if (one(sent.values, "action") === "close") await closeOwn(platform, customer, number);
        else await answerOwn(platform, customer, number, { text: one(sent.values, "text"), files: sent.files });
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500 || error.code === "not_found") throw error;
        // What was written stays in the form.
        const { language, words } = spoken(request);
        const said = spokenError(words, error);
        if (said.retryAfter) reply.header("retry-after", Math.ceil(said.retryAfter));
        const shown = await showOwn(platform, customer, number);
        const body = ticketPage(platform, customer, shown, { words, language }, { sent, problem: said.message });
        const title = `#${shown.ticket.number} ${shown.ticket.title}`;
        return sendPage(reply, language, title, body, { status: said.status });
      }
      return reply.redirect(`/requests/${customer.slug}/${number}`, 303);
    }),
  );
}
