/** Whatever goes wrong leaves in one shape: a code, a sentence that tells a person what to do, the field it is about. */
import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import type { Platform } from "../platform/context.ts";
import { wordsOfProblem } from "../platform/schema-words.ts";
import { isPage, page } from "./pages.ts";

export function registerErrors(http: FastifyInstance, platform: Platform): void {
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toAppError(error);
    if (known.status >= 500)
      platform.log.error({ err: error, request_id: request.id, url: request.url }, "request failed");
    if (known.retryAfter) reply.header("retry-after", Math.ceil(known.retryAfter));
    return reply.code(known.status).send(failure(known, request));
  });
  http.setNotFoundHandler((request, reply) => {
    if (isPage(request)) return page(reply);
    const error = new AppError("not_found", "There is nothing at this address. See /api/docs for what there is.");
    return reply.code(404).send(failure(error, request));
  });
}

const failure = ({ code, message, field, permissions }: AppError, request: FastifyRequest) => ({
  success: false,
  error: { code, message, ...(field ? { field } : {}), ...(permissions ? { permissions } : {}) },
  meta: { request_id: request.id },
});

/** Whatever was thrown → one of our errors; what we do not know is `internal` and says nothing of the inside. */
function toAppError(error: FastifyError & { cause?: unknown }): AppError {
  if (error instanceof AppError) return error;
  if (error.validation) return validationError(error);
  const byStatus: Record<number, AppError> = {
    400: new AppError("bad_request", "The request could not be read: its body is not what its headers say."),
    413: new AppError("too_large", "The request is larger than allowed."),
    415: new AppError("unsupported_media_type", "Send JSON with content-type: application/json."),
  };
  const status = error.statusCode ?? (isBadInput(error) ? 400 : 500);
  return (
    byStatus[status] ??
    new AppError(
      status < 500 ? "bad_request" : "internal",
      status < 500
        ? error.message
        : "Something went wrong on our side. Nothing was changed; try again, and tell us the request id if it stays.",
      { cause: error },
    )
  );
}

/** PostgreSQL's class 22: a value that no column of that type can hold (a NUL character, a number out of range). */
const isBadInput = (error: unknown) => /^22/.test((error as { code?: string }).code ?? "");

function validationError(error: FastifyError): AppError {
  const first = error.validation![0]!;
  const path = first.instancePath.replace(/^\//, "").replaceAll("/", ".");
  const missing = (first.params as { missingProperty?: string; additionalProperty?: string }) ?? {};
  const field = [path, missing.missingProperty ?? missing.additionalProperty].filter(Boolean).join(".") || undefined;
  if (error.validationContext === "params") return new AppError("not_found", "There is nothing at this address.");
  const name = field ?? error.validationContext ?? "request";
  return new AppError("validation_failed", `${name}: ${wordsOfProblem(first)}.`, { field });
}
