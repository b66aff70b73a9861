/**
 * The few of better-auth's endpoints we open, each with the fields it takes and what slows guessing at it. Anything else of
 * better-auth does not exist here.
 */
import type { FastifyRequest } from "fastify";
import { networkOf } from "./addresses.ts";
import { type Guard, guardOf, signInGuards } from "./attempts.ts";

export type Body = Record<string, string | boolean>;
export type Door = {
  method: "GET" | "POST";
  path: string;
  /** What is passed on of the body; with the type a value must have. */
  fields?: Record<string, "string" | "boolean">;
  always?: Body;
  guards?: (body: Body, request: FastifyRequest, session: string | null) => Guard[];
  /** Each attempt counts, also one that succeeds. */
  unforgiving?: boolean;
  /** Whoever the browser was signed in as, it is no longer. */
  endsSession?: boolean;
  /** Sessions of this person end with it, so that their open sockets have to close too. */
  ends?: "session" | "reset";
  /** Sends a mail, so it needs a relay. */
  mails?: boolean;
};

const byAddress = (purpose: string, free: number) => (_body: Body, request: FastifyRequest) => [
  guardOf(purpose, networkOf(request.ip), free),
];
/** Someone at an open screen must not be able to try passwords. */
const byPassword = (_body: Body, request: FastifyRequest, session: string | null) => [
  guardOf("password", session?.slice(0, 12) ?? networkOf(request.ip), 5),
];

export const doors: Door[] = [
  {
    method: "POST",
    path: "/sign-in/email",
    fields: { email: "string", password: "string" },
    guards: (body, request) => signInGuards(String(body.email ?? ""), request.ip),
    endsSession: true,
  },
  { method: "POST", path: "/sign-out", ends: "session" },
  { method: "GET", path: "/get-session" },
  {
    method: "POST",
    path: "/two-factor/verify-totp",
    fields: { code: "string", trustDevice: "boolean" },
    guards: byAddress("two-factor", 10),
  },
  {
    method: "POST",
    path: "/two-factor/verify-backup-code",
    fields: { code: "string", trustDevice: "boolean" },
    guards: byAddress("two-factor", 10),
  },
  { method: "POST", path: "/two-factor/enable", fields: { password: "string" }, guards: byPassword },
  { method: "POST", path: "/two-factor/disable", fields: { password: "string" }, guards: byPassword },
  { method: "POST", path: "/two-factor/generate-backup-codes", fields: { password: "string" }, guards: byPassword },
  {
    method: "POST",
    path: "/change-password",
    fields: { currentPassword: "string", newPassword: "string" },
    always: { revokeOtherSessions: true },
    guards: byPassword,
    ends: "session",
  },
  {
    method: "POST",
    path: "/request-password-reset",
    fields: { email: "string" },
    guards: (body, request) => [
      guardOf("reset-address", String(body.email ?? ""), 3),
      guardOf("reset-ip", networkOf(request.ip), 20),
    ],
    unforgiving: true,
    mails: true,
  },
  {
    method: "POST",
    path: "/reset-password",
    fields: { token: "string", newPassword: "string" },
    ends: "reset",
    guards: byAddress("reset-token", 10),
  },
];
