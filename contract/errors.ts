/** Every error code an answer can carry, with its HTTP status. The message beside a code tells a person what to do. */
export const errorStatus = {
  bad_request: 400,
  validation_failed: 400,
  unauthenticated: 401,
  two_factor_required: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  version_conflict: 409,
  already_exists: 409,
  idempotency_mismatch: 409,
  setup_closed: 410,
  expired: 410,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  channel_failed: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;
