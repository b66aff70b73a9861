/** A customer's own requests as markup: asking for the address, the code, the list, and one with what was said in it. */
import type { Platform } from "../../../platform/context.ts";
import { type Linker, linker, withPictures } from "../../conversations/index.ts";
import type { Customer } from "./access.ts";
import { html, Markup } from "./html.ts";
import { one, type Sent } from "./parts.ts";
import type { listOwn, OwnMessage, showOwn } from "./requests.ts";
import { filled, type Words } from "./words.ts";

type Spoken = { words: Words; language: string };

export const askPage = (slug: string, words: Words, { canSend, problem }: { canSend: boolean; problem?: string }) =>
  html`<form method="post" action="/requests/${slug}" enctype="multipart/form-data">
${problem && html`<p class="bad" role="alert">${problem}</p>`}${
  canSend
    ? html`<p>${words.askCode}</p><label for="email">${words.email}</label><input id="email" name="email" type="email" required autocomplete="email" maxlength="320">
<button>${words.sendCode}</button>`
    : html`<p>${words.noMail}</p>`
}</form>`;

export const codePage = (slug: string, email: string, words: Words, problem?: string) =>
  html`<form method="post" action="/requests/${slug}" enctype="multipart/form-data">
<p>${filled(words.codeAsked, { email })}</p>${problem && html`<p class="bad" role="alert">${problem}</p>`}<input type="hidden" name="email" value="${email}">
<label for="code">${words.code}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12">
<button>${words.open}</button> <a href="/requests/${slug}">${words.newCode}</a></form>`;

export const listPage = (
  customer: Customer,
  tickets: Awaited<ReturnType<typeof listOwn>>,
  { words, language }: Spoken,
) =>
  tickets.length
    ? html`<ul class="card list">${tickets.map(
        (ticket) => html`<li><a href="/requests/${customer.slug}/${ticket.number}">#${ticket.number} ${ticket.title}</a>
<span class="soft">${words.status[ticket.status]} · ${when(ticket.updated_at, customer, language)}</span></li>`,
      )}</ul>`
    : html`<p>${words.none}</p>`;

type Refused = { sent: Sent; problem: string };

export function ticketPage(
  platform: Platform,
  customer: Customer,
  { ticket, messages }: Awaited<ReturnType<typeof showOwn>>,
  { words, language }: Spoken,
  refused?: Refused,
): Markup {
  const links = linker(platform.crypto, customer.workspaceId, platform.clock.now(), true);
  return html`<p class="soft"><a href="/requests/${customer.slug}">${words.back}</a> · ${words.status[ticket.status]}</p>
${messages.map(
  (
    message,
  ) => html`<article${message.own && html` class="own"`}><p class="soft">${message.own ? words.you : message.author || customer.workspace} ·
<time datetime="${message.at.toISOString()}">${when(message.at, customer, language)}</time></p>${said(message, links)}
${message.files.filter((file) => !(file.inline && message.html)).map((file) => html`<p><a href="${links.file(file.id)}">${file.name}</a></p>`)}</article>`,
)}
${ticket.status === "closed" && html`<p>${words.goesOn}</p>`}
<form method="post" enctype="multipart/form-data">${refused && html`<p class="bad" role="alert">${refused.problem}</p>`}<label for="text">${words.answer}</label>
<textarea id="text" name="text" maxlength="20000">${refused && one(refused.sent.values, "text")}</textarea>
<label for="files">${words.files}</label><input id="files" name="files" type="file" multiple><button>${words.send}</button></form>
${ticket.closable && html`<form method="post" enctype="multipart/form-data" class="bare"><input type="hidden" name="action" value="close"><button class="quiet">${words.close}</button></form>`}`;
}

/** As it was written and made safe when it was stored, pictures through us, in the page's own colours, also dark ones. */
const said = (message: OwnMessage, links: Linker): Markup =>
  message.html
    ? html`<div class="rich" dir="auto">${new Markup(unstyled(withPictures(message.html, message.files, links)!))}</div>`
    : html`<div class="text" dir="auto">${message.text}</div>`;

/** The policy of these pages takes no style from markup, and would complain of each. */
const unstyled = (clean: string) => clean.replace(/<[a-z][^>]*>/g, (tag) => tag.replace(/ style="[^"]*"/g, ""));

/** In the customer's own time zone where it is known; otherwise with the zone said. */
function when(at: Date, { timeZone }: Customer, language: string): string {
  const written = (zone: string, more: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, {
      ...{ year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
      timeZone: zone,
      ...more,
    } as Intl.DateTimeFormatOptions).format(at);
  try {
    if (timeZone) return written(timeZone, {});
  } catch {
    // A zone nobody knows.
  }
  return written("UTC", { timeZoneName: "short" });
}
