/** The one error of the product. Thrown anywhere, caught at the HTTP edge and the job runner only. */
import { type ErrorCode, errorStatus, type Permission } from "@omniflow/contract";

export class AppError extends Error {
  readonly code: ErrorCode;
  /** The request field the message is about, as a dotted path. */
  readonly field?: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** Of `forbidden`: any of these would do. */
  readonly permissions?: readonly Permission[];

  /** @param message tells a person what happened and what to do. */
  constructor(
    code: ErrorCode,
    message: string,
    options: { field?: string; retryAfter?: number; permissions?: readonly Permission[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.field = options.field;
    this.retryAfter = options.retryAfter;
    this.permissions = options.permissions;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

export const notFound = (what: string) =>
  new AppError("not_found", `This ${what} does not exist or is not yours to see.`);
