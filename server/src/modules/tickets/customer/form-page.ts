/** A public form as markup: our fields and the type's own, what is needed marked, what went wrong said where it is. */
import type { AppError } from "../../../errors.ts";
import { newStamp, type PublicForm } from "./form.ts";
import { html, type Markup } from "./html.ts";
import { one, type Sent } from "./parts.ts";
import { filled, type Words } from "./words.ts";

export const titleOf = ({ type, workspace }: PublicForm) => type.form.title || `${type.name} – ${workspace}`;

/** @param link opens in a window of its own where the form stands in somebody else's page */
export function thanksPage(form: PublicForm, words: Words, number: number | null, embedded: boolean): Markup {
  const text = form.type.form.thanks || filled(words.taken, { number: number ?? "" });
  const away = embedded ? html` target="_blank" rel="noopener"` : null;
  return html`<p class="text">${text}</p><p><a href="/requests/${form.slug}"${away}>${words.see}</a></p>`;
}

type Refused = { sent: Sent; error: AppError };
type Asked = { name: string; label: string; required?: boolean; help?: string };
/** How an input is labelled, and what is said of it: the same for each. */
type Wiring = { id: string; attributes: Markup; label: Markup; help: Markup | null };

export function formPage(form: PublicForm, words: Words, refused?: Refused): Markup {
  const old = (name: string) => (refused ? one(refused.sent.values, name) : "");
  const wrong = (refused?.error.field ?? "").replace(/^custom_fields\./, "field.");
  const wired = ({ name, label, required, help }: Asked): Wiring => {
    const described = [help && `${name}-help`, name === wrong && "problem"].filter(Boolean).join(" ");
    return {
      id: name,
      label: html`${label}${required && html` <span class="need" aria-hidden="true">*</span>`}`,
      help: help ? html`<p class="soft help" id="${name}-help">${help}</p>` : null,
      attributes: html`${required && html` required`}${name === wrong && html` aria-invalid="true"`}${described && html` aria-describedby="${described}"`}`,
    };
  };
  const line = (asked: Asked, more: Markup) => {
    const { id, label, help, attributes } = wired(asked);
    return html`<label for="${id}">${label}</label>${help}<input id="${id}" name="${id}" value="${old(id)}"${attributes}${more}>`;
  };
  const text = wired({ name: "text", label: words.text, required: true });
  return html`${form.type.form.intro && html`<p class="text">${form.type.form.intro}</p>`}
<form method="post" enctype="multipart/form-data">${refused && html`<p class="bad" role="alert" id="problem">${refused.error.message}</p>`}
<p class="soft">${words.needed}</p>
<input type="hidden" name="stamp" value="${newStamp(form)}">
<div class="trap" aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off"></label></div>
${line({ name: "name", label: words.name }, html` autocomplete="name" maxlength="200"`)}
${line({ name: "email", label: words.email, required: true }, html` type="email" autocomplete="email" maxlength="320"`)}
${line({ name: "title", label: words.title, required: true }, html` maxlength="300"`)}
${form.fields.map((asked) => fieldInput(asked, wired, refused?.sent))}
<label for="text">${text.label}</label><textarea id="text" name="text" maxlength="20000"${text.attributes}>${old("text")}</textarea>
<label for="files">${words.files}</label><input id="files" name="files" type="file" multiple>
<button>${words.send}</button></form>`;
}

function fieldInput(
  { field, required }: PublicForm["fields"][number],
  wired: (asked: Asked) => Wiring,
  sent: Sent | undefined,
): Markup {
  const name = `field.${field.key}`;
  const given = sent && Object.hasOwn(sent.values, name) ? [sent.values[name]!].flat() : [];
  const { label, help, attributes } = wired({ name, label: field.label, required, help: field.description });
  const ticked = (value: string) => (given.includes(value) ? html` checked` : null);
  if (field.type === "checkbox")
    return html`<label class="check"><input type="checkbox" name="${name}"${ticked("on")}${attributes}> ${label}</label>${help}`;
  if (field.type === "multi_choice")
    return html`<fieldset><legend>${label}</legend>${help}${field.options.map(
      (text) => html`<label><input type="checkbox" name="${name}" value="${text}"${ticked(text)}> ${text}</label>`,
    )}</fieldset>`;
  const head = html`<label for="${name}">${label}</label>${help}`;
  const option = (text: string) => html`<option${given[0] === text && html` selected`}>${text}</option>`;
  if (field.type === "choice")
    return html`${head}<select id="${name}" name="${name}"${attributes}><option value=""></option>${field.options.map(option)}</select>`;
  const type = { number: "number", date: "date", link: "url" }[field.type as string] ?? "text";
  return html`${head}<input id="${name}" name="${name}" type="${type}"${type === "number" && html` step="any"`}${attributes} value="${given[0]}">`;
}
