/** Ways to speak to the installation under test: a key without a narrow limit, and the cookie of a signed-in member. */

import { type Installation, install } from "../server/src/test/installation.ts";
import { call } from "../server/src/test/never-lose/clients.ts";

/** Whom the installation begins with. */
export const admin = { name: "Ann", email: "ann@example.test", password: "correct horse battery" };

/** BENCH_PROFILE=<folder>: the server writes a CPU profile there when it stops. */
export async function startInstallation(): Promise<Installation> {
  const profile = process.env.BENCH_PROFILE;
  const at = await install(profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}` } : {});
  await at.start();
  return at;
}

export async function keyHeaders(at: Installation): Promise<Record<string, string>> {
  const { permissions } = (await call(at, "GET", "/api/v1/me")).data;
  const made = await call(at, "POST", "/api/v1/api-keys", {
    name: "bench",
    scopes: permissions,
    rate_limit: 1_000_000,
  });
  return { authorization: `Bearer ${made.data.key}` };
}

export async function sessionHeaders(at: Installation, { email, password } = admin): Promise<Record<string, string>> {
  const response = await fetch(`${at.address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return {
    cookie: response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  };
}

export async function apiChannel(at: Installation): Promise<string> {
  return (await call(at, "POST", "/api/v1/channels", { kind: "api", name: "Bench" })).data.id;
}
