/** A public form: as a page of ours, in a frame on anybody's site, and as JSON for the widget. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../../errors.ts";
import { newStamp, openForm, type PublicForm, submitForm } from "./form.ts";
import { formPage, thanksPage, titleOf } from "./form-page.ts";
import { sendPage } from "./html.ts";
import { one, readSent, type Sent } from "./parts.ts";
import { spokenError } from "./problems.ts";
import { bodyLimit, hidden, type Public, paramsOf } from "./shared.ts";

const own = ["stamp", "website", "name", "email", "title", "text"] as const;

export function registerForms(http: FastifyInstance, shared: Public): void {
  const { platform, limits, ours, spoken, page } = shared;
  const open = (request: FastifyRequest): Promise<PublicForm> => {
    limits.take("page", request.ip);
    return openForm(platform, paramsOf(request).key!);
  };
  /** @throws AppError in the customer's language */
  const submit = async (request: FastifyRequest, form: PublicForm, sent: Sent): Promise<number | null> => {
    try {
      if (sent.problem) throw sent.problem;
      limits.take("submit", `${request.ip} ${form.key}`);
      limits.take("form", form.key);
      limits.take("target", `${form.key} ${one(sent.values, "email")}`);
      const texts = Object.fromEntries(own.map((name) => [name, one(sent.values, name)]));
      return await submitForm(form, {
        ...(texts as Record<(typeof own)[number], string>),
        values: valuesOf(form, sent),
        files: sent.files,
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      throw spokenError(spoken(request).words, error, form, sent);
    }
  };

  for (const embedded of [false, true]) {
    const url = embedded ? "/forms/:key/embed" : "/forms/:key";
    http.get(
      url,
      hidden,
      page(async (request, reply) => {
        const form = await open(request);
        const { language, words } = spoken(request);
        return sendPage(reply, language, titleOf(form), formPage(form, words), { embedded });
      }),
    );
    http.post(
      url,
      { ...hidden, bodyLimit },
      page(async (request, reply) => {
        ours(request);
        const form = await open(request);
        const { language, words } = spoken(request);
        const sent = await readSent(request);
        try {
          const number = await submit(request, form, sent);
          return sendPage(reply, language, words.thanks, thanksPage(form, words, number, embedded), { embedded });
        } catch (error) {
          if (!(error instanceof AppError) || error.status >= 500) throw error;
          // What was written stays in the form.
          if (error.retryAfter) reply.header("retry-after", Math.ceil(error.retryAfter));
          const shown = formPage(form, words, { sent, error });
          return sendPage(reply, language, titleOf(form), shown, { status: error.status, embedded });
        }
      }),
    );
  }

  http.get("/api/v1/ticket-forms/:key", hidden, async (request) => {
    const form = await open(request);
    const fields = form.fields.map(({ field: { key, label, description, type, options }, required }) => {
      return { key, label, description, type, options, required };
    });
    const { intro, thanks } = form.type.form;
    return { success: true, data: { title: titleOf(form), intro, thanks, fields, stamp: newStamp(form) } };
  });
  http.post("/api/v1/ticket-forms/:key", { ...hidden, bodyLimit }, async (request, reply) => {
    const form = await open(request);
    // As a form when there are files, which only our own frame sends.
    if (request.isMultipart()) ours(request);
    const sent = request.isMultipart() ? await readSent(request) : { values: flat(request.body), files: [] };
    const number = await submit(request, form, sent);
    return reply.code(201).send({ success: true, data: { number } });
  });
}

/** Only what the form asks for, whatever else was sent. */
const valuesOf = (form: PublicForm, { values }: Sent): Sent["values"] =>
  Object.fromEntries(
    form.fields.flatMap(({ field }) => {
      const value = Object.hasOwn(values, `field.${field.key}`) ? values[`field.${field.key}`] : undefined;
      return value === undefined ? [] : [[field.key, value]];
    }),
  );

/** A JSON body as a form would send it: texts, and lists of texts under `fields`. */
function flat(body: unknown): Sent["values"] {
  if (!body || typeof body !== "object" || Array.isArray(body))
    throw new AppError("validation_failed", "Send an object with stamp, email, title, text and fields.");
  const { fields, ...texts } = body as Record<string, unknown>;
  const text = (value: unknown) =>
    Array.isArray(value) ? value.slice(0, 50).map(String) : value === true ? "on" : String(value ?? "");
  const asked =
    fields && typeof fields === "object"
      ? Object.entries(fields).map(([key, value]) => [`field.${key}`, text(value)])
      : [];
  return Object.fromEntries([...Object.entries(texts).map(([key, value]) => [key, text(value)]), ...asked]);
}
