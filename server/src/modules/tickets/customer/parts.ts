/** Reading a form that a browser sends: texts, and files within limits. */
import type { FastifyRequest } from "fastify";
import type { InboundFile } from "../../../channels/adapter.ts";
import { AppError } from "../../../errors.ts";
import { formLimits } from "./form.ts";

/** `problem`: why the rest was not read; what came before it is there, so that nobody has to type it again. */
export type Sent = { values: Record<string, string | string[]>; files: InboundFile[]; problem?: AppError };

export async function readSent(request: FastifyRequest): Promise<Sent> {
  const sent: Sent = { values: {}, files: [] };
  if (!request.isMultipart()) throw new AppError("unsupported_media_type", "Send the form as the page sends it.");
  const limits = {
    files: formLimits.files,
    fileSize: formLimits.fileBytes,
    fields: 80,
    fieldSize: 100_000,
    parts: 100,
  };
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === "file") {
        const body = await part.toBuffer();
        if (body.length) sent.files.push({ name: part.filename || "file", contentType: part.mimetype, body });
      } else put(sent.values, part.fieldname, String(part.value ?? ""));
    }
  } catch (cause) {
    const tooMuch = /limit|large|too many/i.test(`${(cause as { code?: string }).code} ${(cause as Error).message}`);
    sent.problem = tooMuch
      ? new AppError("too_large", `At most ${formLimits.files} files of ${formLimits.fileBytes >> 20} MB each.`, {
          cause,
        })
      : new AppError("bad_request", "The form could not be read: it is not what its content type says.", { cause });
  }
  return sent;
}

function put(values: Sent["values"], name: string, value: string): void {
  const before = Object.hasOwn(values, name) ? values[name] : undefined;
  if (before === undefined)
    Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
  else values[name] = [before, value].flat().slice(0, 50);
}

export const one = (values: Sent["values"], name: string): string =>
  Object.hasOwn(values, name) ? ([values[name]].flat()[0] ?? "") : "";
