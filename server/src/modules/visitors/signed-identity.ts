/** The only proof of who a visitor is: a JWT their website's server signed (HS256) with the connection's identity secret. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../../errors.ts";

export type SignedIdentity = { userId: string | null; email: string | null; name: string | null };

/** Seconds two clocks may differ. */
const leeway = 60;

/**
 * Claims: `sub` (or `user_id`), `email`, `name`, `exp`. At least one of user id and e-mail must be there.
 * @throws AppError `expired` when only its time is over, `forbidden` for everything else that is wrong with it.
 */
export function readSignedIdentity(token: string, secret: string | undefined, now: Date): SignedIdentity {
  if (!secret) throw refused("this widget has no identity secret; set one in Settings → Channels");
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || !signature || rest.length) throw refused("it is not a JWT");
  // The algorithm is ours to choose, never the token's: "none" and key confusion end here.
  if (parse(header)?.alg !== "HS256") throw refused("it must be signed with HS256");
  const expected = createHmac("sha256", secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused("its signature is wrong");
  const claims = parse(payload);
  if (!claims) throw refused("its claims cannot be read");
  const seconds = now.getTime() / 1000;
  if (typeof claims.nbf === "number" && claims.nbf > seconds + leeway) throw refused("it is not valid yet");
  const identity = {
    userId: text(claims.sub ?? claims.user_id, 200),
    email: text(claims.email, 320)?.toLowerCase() ?? null,
    name: text(claims.name, 200),
  };
  if (!identity.userId && !identity.email) throw refused("it names neither sub (or user_id) nor email");
  if (claims.exp !== undefined && !(typeof claims.exp === "number" && claims.exp > seconds - leeway)) {
    throw new AppError("expired", "The identity token has expired; sign a new one when the page is loaded.");
  }
  return identity;
}

const refused = (why: string) => new AppError("forbidden", `The identity token is refused: ${why}.`);

function parse(part: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function text(value: unknown, max: number): string | null {
  const found = typeof value === "number" ? String(value) : value;
  return typeof found === "string" && found.trim() !== "" && found.length <= max ? found.trim() : null;
}
