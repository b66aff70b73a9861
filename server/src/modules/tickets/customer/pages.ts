/** The public addresses: a form per type, as a page and as JSON for the widget; and a customer's own requests. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../../errors.ts";
import type { Platform } from "../../../platform/context.ts";
import { linker } from "../../conversations/index.ts";
import { isOurOrigin } from "../../identity/index.ts";
import { type Customer, known, readLink, redeemCode, remember, sendCode, workspaceOf } from "./access.ts";
import { newStamp, openForm, type PublicForm, submitForm } from "./form.ts";
import { html, type Markup, sendPage, style } from "./html.ts";
import { createPublicLimits } from "./limits.ts";
import { one, readSent, type Sent } from "./parts.ts";
import { answerOwn, closeOwn, listOwn, showOwn } from "./requests.ts";
import { filled, type Words, wordsFor } from "./words.ts";

const hidden = { schema: { hide: true } as object };
const bodyLimit = 60 << 20;

export function registerTicketPages(http: FastifyInstance, platform: Platform): void {
  const limits = createPublicLimits(platform.clock);
  const spoken = (request: FastifyRequest) => wordsFor(request.headers["accept-language"]);
  const params = (request: FastifyRequest) => request.params as Record<string, string>;
  const ours = (request: FastifyRequest) => {
    if (!isOurOrigin(platform, request)) throw new AppError("forbidden", "This request comes from another site.");
  };
  const submit = async (request: FastifyRequest, form: PublicForm, sent: Sent) => {
    limits.take("submit", `${request.ip} ${form.key}`);
    limits.take("form", form.key);
    limits.take("target", `${form.key} ${one(sent.values, "email")}`);
    const own = ["stamp", "website", "name", "email", "title", "text"] as const;
    const texts = Object.fromEntries(own.map((name) => [name, one(sent.values, name)])) as Record<
      (typeof own)[number],
      string
    >;
    const values = Object.fromEntries(
      form.fields.flatMap(({ field }) => {
        const value = Object.hasOwn(sent.values, `field.${field.key}`) ? sent.values[`field.${field.key}`] : undefined;
        return value === undefined ? [] : [[field.key, value]];
      }),
    );
    return submitForm(form, { ...texts, values, files: sent.files });
  };

  http.get("/forms/style.css", hidden, (_request, reply) =>
    reply.header("cache-control", "public, max-age=3600").type("text/css; charset=utf-8").send(style),
  );
  for (const embedded of [false, true]) {
    const url = embedded ? "/forms/:key/embed" : "/forms/:key";
    http.get(url, hidden, async (request, reply) => {
      limits.take("page", request.ip);
      const form = await openForm(platform, params(request).key!);
      const { language, words } = spoken(request);
      return sendPage(reply, language, titleOf(form), formPage(form, words), { embedded });
    });
    http.post(url, { ...hidden, bodyLimit }, async (request, reply) => {
      ours(request);
      limits.take("page", request.ip);
      const form = await openForm(platform, params(request).key!);
      const { language, words } = spoken(request);
      const sent = await readSent(request);
      try {
        const number = await submit(request, form, sent);
        const text = form.type.form.thanks || filled(words.taken, { number: number ?? "" });
        return sendPage(reply, language, words.thanks, html`<p class="text">${text}</p>`, { embedded });
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        // What was written stays in the form.
        if (error.retryAfter) reply.header("retry-after", Math.ceil(error.retryAfter));
        const page = formPage(form, words, sent, error.message);
        return sendPage(reply, language, titleOf(form), page, { status: error.status, embedded });
      }
    });
  }

  http.get("/api/v1/ticket-forms/:key", hidden, async (request) => {
    limits.take("page", request.ip);
    const form = await openForm(platform, params(request).key!);
    const fields = form.fields.map(({ field, required }) => ({
      key: field.key,
      label: field.label,
      description: field.description,
      type: field.type,
      options: field.options,
      required,
    }));
    return {
      success: true,
      data: { title: titleOf(form), intro: form.type.form.intro, fields, stamp: newStamp(form) },
    };
  });
  http.post("/api/v1/ticket-forms/:key", { ...hidden, bodyLimit }, async (request, reply) => {
    limits.take("page", request.ip);
    const form = await openForm(platform, params(request).key!);
    // As a form when there are files, which only our own frame sends.
    if (request.isMultipart()) ours(request);
    const sent = request.isMultipart() ? await readSent(request) : { values: flat(request.body), files: [] };
    const number = await submit(request, form, sent);
    return reply.code(201).send({ success: true, data: { number } });
  });

  http.get("/requests/link/:token", hidden, async (request, reply) => {
    limits.take("page", request.ip);
    const customer = await readLink(platform, params(request).token!);
    if (!customer) throw new AppError("expired", "This link is too old. Ask for a new one.");
    remember(platform, request, reply, customer);
    return reply.redirect(`/requests/${customer.slug}`);
  });
  http.get("/requests/:slug", hidden, async (request, reply) => {
    limits.take("page", request.ip);
    const place = await workspaceOf(platform, params(request).slug!);
    const { language, words } = spoken(request);
    const customer = await known(platform, request, place.slug);
    const body = customer ? listPage(customer, await listOwn(platform, customer), words) : askPage(place.slug, words);
    return sendPage(reply, language, `${words.requests} – ${place.name}`, body);
  });
  http.post("/requests/:slug", { ...hidden, bodyLimit }, async (request, reply) => {
    ours(request);
    const place = await workspaceOf(platform, params(request).slug!);
    const { language, words } = spoken(request);
    const { values } = await readSent(request);
    const email = one(values, "email").trim().toLowerCase().slice(0, 320);
    const code = one(values, "code");
    limits.take("code", `${request.ip} ${place.slug}`);
    limits.take("target", `${place.slug} ${email} ${code ? "try" : "send"}`);
    const page = (problem?: string, status = 200) =>
      sendPage(reply, language, words.requests, codePage(place.slug, email, words, problem), { status });
    if (!code) {
      await sendCode(platform, place, email, words);
      return page();
    }
    const customer = await redeemCode(platform, place, email, code);
    if (!customer) return page(words.wrongCode, 401);
    remember(platform, request, reply, customer);
    return reply.redirect(`/requests/${place.slug}`, 303);
  });

  const customerOf = async (request: FastifyRequest): Promise<Customer> => {
    limits.take("page", request.ip);
    const customer = await known(platform, request, params(request).slug!);
    if (!customer) throw new AppError("unauthenticated", "Open your requests again: this page has expired.");
    return customer;
  };
  http.get("/requests/:slug/:number", hidden, async (request, reply) => {
    const customer = await customerOf(request);
    const { language, words } = spoken(request);
    const shown = await showOwn(platform, customer, Number(params(request).number));
    return sendPage(
      reply,
      language,
      `#${shown.ticket.number} ${shown.ticket.title}`,
      ticketPage(platform, customer, shown, words),
    );
  });
  http.post("/requests/:slug/:number", { ...hidden, bodyLimit }, async (request, reply: FastifyReply) => {
    ours(request);
    const customer = await customerOf(request);
    limits.take("submit", `${customer.contactId} answer`);
    const number = Number(params(request).number);
    const { values, files } = await readSent(request);
    if (one(values, "action") === "close") await closeOwn(platform, customer, number);
    else await answerOwn(platform, customer, number, { text: one(values, "text"), files });
    return reply.redirect(`/requests/${customer.slug}/${number}`, 303);
  });
}

const titleOf = ({ type, workspace }: PublicForm) => type.form.title || `${type.name} – ${workspace}`;

/** A JSON body as a form would send it: texts, and lists of texts under `fields`. */
function flat(body: unknown): Sent["values"] {
  if (!body || typeof body !== "object" || Array.isArray(body))
    throw new AppError("validation_failed", "Send an object with stamp, email, title, text and fields.");
  const { fields, ...texts } = body as Record<string, unknown>;
  const text = (value: unknown) =>
    Array.isArray(value) ? value.slice(0, 50).map(String) : value === true ? "on" : String(value ?? "");
  const own =
    fields && typeof fields === "object"
      ? Object.entries(fields).map(([key, value]) => [`field.${key}`, text(value)])
      : [];
  return Object.fromEntries([...Object.entries(texts).map(([key, value]) => [key, text(value)]), ...own]);
}

function formPage(form: PublicForm, words: Words, sent?: Sent, problem?: string): Markup {
  const old = (name: string) => (sent ? one(sent.values, name) : "");
  return html`${form.type.form.intro && html`<p class="text">${form.type.form.intro}</p>`}
<form method="post" enctype="multipart/form-data">${problem && html`<p class="bad" role="alert">${problem}</p>`}
<input type="hidden" name="stamp" value="${newStamp(form)}">
<div class="trap" aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off"></label></div>
<label for="name">${words.name}</label><input id="name" name="name" autocomplete="name" maxlength="200" value="${old("name")}">
<label for="email">${words.email}</label><input id="email" name="email" type="email" autocomplete="email" required maxlength="320" value="${old("email")}">
<label for="title">${words.title}</label><input id="title" name="title" required maxlength="300" value="${old("title")}">
${form.fields.map(({ field, required }) => fieldInput(field, required, old(`field.${field.key}`)))}
<label for="text">${words.text}</label><textarea id="text" name="text" required maxlength="20000">${old("text")}</textarea>
<label for="files">${words.files}</label><input id="files" name="files" type="file" multiple>
<button>${words.send}</button></form>`;
}

function fieldInput(field: PublicForm["fields"][number]["field"], required: boolean, old: string): Markup {
  const name = `field.${field.key}`;
  const need = required ? html` required` : null;
  const option = (text: string) => html`<option${text === old ? html` selected` : null}>${text}</option>`;
  if (field.type === "checkbox")
    return html`<label class="check"><input type="checkbox" name="${name}"${need}> ${field.label}</label>`;
  if (field.type === "multi_choice")
    return html`<fieldset><legend>${field.label}</legend>${field.options.map(
      (text) => html`<label><input type="checkbox" name="${name}" value="${text}"> ${text}</label>`,
    )}</fieldset>`;
  const label = html`<label for="${name}">${field.label}</label>`;
  if (field.type === "choice")
    return html`${label}<select id="${name}" name="${name}"${need}><option value=""></option>${field.options.map(option)}</select>`;
  const type =
    field.type === "number" ? "number" : field.type === "date" ? "date" : field.type === "link" ? "url" : "text";
  return html`${label}<input id="${name}" name="${name}" type="${type}"${type === "number" ? html` step="any"` : null}${need} value="${old}">`;
}

const askPage = (
  slug: string,
  words: Words,
) => html`<form method="post" action="/requests/${slug}" enctype="multipart/form-data">
<p>${words.askCode}</p><label for="email">${words.email}</label><input id="email" name="email" type="email" required autocomplete="email" maxlength="320">
<button>${words.sendCode}</button></form>`;

const codePage = (
  slug: string,
  email: string,
  words: Words,
  problem?: string,
) => html`<form method="post" action="/requests/${slug}" enctype="multipart/form-data">
<p>${words.askCode}</p>${problem && html`<p class="bad" role="alert">${problem}</p>`}<input type="hidden" name="email" value="${email}">
<label for="code">${words.code}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12">
<button>${words.open}</button></form>`;

const listPage = (customer: Customer, tickets: Awaited<ReturnType<typeof listOwn>>, words: Words) =>
  tickets.length
    ? html`<div class="card"><ul>${tickets.map(
        (ticket) => html`<li><a href="/requests/${customer.slug}/${ticket.number}">#${ticket.number} ${ticket.title}</a>
<span class="soft">${words.status[ticket.status]}</span></li>`,
      )}</ul></div>`
    : html`<p>${words.none}</p>`;

function ticketPage(
  platform: Platform,
  customer: Customer,
  { ticket, messages }: Awaited<ReturnType<typeof showOwn>>,
  words: Words,
): Markup {
  const links = linker(platform.crypto, customer.workspaceId, platform.clock.now());
  const done = ticket.status === "closed" || ticket.status === "resolved";
  return html`<p class="soft"><a href="/requests/${customer.slug}">${words.back}</a> · ${words.status[ticket.status]}</p>
${messages.map(
  (message) => html`<article><p class="soft">${message.own ? words.you : message.author || customer.workspace} ·
<time datetime="${message.at.toISOString()}">${message.at.toISOString().slice(0, 16).replace("T", " ")} UTC</time></p><div class="text">${message.text}</div>
${message.files.map((file) => html`<p><a href="${links.file(file.id)}">${file.name}</a></p>`)}</article>`,
)}
${ticket.status === "closed" && html`<p>${words.closed}</p>`}
<form method="post" enctype="multipart/form-data"><label for="text">${words.answer}</label><textarea id="text" name="text" maxlength="20000"></textarea>
<label for="files">${words.files}</label><input id="files" name="files" type="file" multiple><button>${words.send}</button></form>
${!done && html`<form method="post" enctype="multipart/form-data"><input type="hidden" name="action" value="close"><button class="quiet">${words.close}</button></form>`}`;
}
