/**
 * `/sign-in/email` in place of better-auth's own, which refuses addresses that people do have (`root@localhost`, `a&b@acme.com`)
 * and would so lock out whom set-up let in. What follows a right password, second factor included, stays better-auth's.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import type { Platform } from "../../platform/context.ts";
import { findPersonByEmail, hashOf, isPasswordOf } from "./persons.ts";

export const signInByAddress = (platform: Platform) =>
  ({
    id: "sign-in-by-address",
    endpoints: {
      signInEmail: createAuthEndpoint("/sign-in/email", { method: "POST" }, async (ctx) => {
        const { email, password } = ctx.body as { email?: string; password?: string };
        if (!email || !password) throw refused("BAD_REQUEST", "Send an address and a password.");
        const person = await platform.db.asSystem("persons are global", (tx) => findPersonByEmail(tx, email));
        // An unknown address takes as long as a known one.
        const right = person?.passwordHash ? await isPasswordOf(person, password) : void (await hashOf(password));
        if (!person || !right) throw refused("UNAUTHORIZED", "This address and this password do not belong together.");
        const { internalAdapter } = ctx.context;
        const [user, session] = [
          await internalAdapter.findUserById(person.id),
          await internalAdapter.createSession(person.id),
        ];
        if (!user || !session) throw refused("UNAUTHORIZED", "This account was removed just now.");
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ user: { id: user.id, name: user.name, email: user.email } });
      }),
    },
  }) satisfies BetterAuthPlugin;

const refused = (status: "BAD_REQUEST" | "UNAUTHORIZED", message: string) =>
  new APIError(status, { code: status === "UNAUTHORIZED" ? "INVALID_EMAIL_OR_PASSWORD" : status, message });
