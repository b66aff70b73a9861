import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Client,
  clientOf,
  openTestApp,
  password,
  setUpAnn,
  signIn,
  type TestApp,
} from "../workspaces/test-app.ts";

let t: TestApp;
let ann: Client & { workspaceId: string };
beforeAll(async () => {
  t = await openTestApp();
  ann = await setUpAnn(t);
});
afterAll(() => t.close());

const me = async (cookie: string | null) => (await clientOf(t, cookie).call("GET", "/me")).status;

describe("signing in", () => {
  it("gives a new session each time, and sign-out ends it", async () => {
    const first = await signIn(t, "Ann@acme.test");
    const second = await signIn(t, "ann@acme.test");
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.cookie).not.toEqual(second.cookie);
    expect(await me(first.cookie)).toBe(200);
    const out = await clientOf(t, first.cookie).call("POST", "/api/auth/sign-out", {});
    expect(out.status).toBe(200);
    expect([await me(first.cookie), await me(second.cookie)]).toEqual([401, 200]);
  });

  it("ends the session the browser had before", async () => {
    const before = await signIn(t, "ann@acme.test");
    const wrong = await signIn(t, "ann@acme.test", "not the password", { headers: { cookie: before.cookie! } });
    expect([wrong.status, await me(before.cookie)]).toEqual([401, 200]);
    const after = await signIn(t, "ann@acme.test", password, { headers: { cookie: before.cookie! } });
    expect([await me(before.cookie), await me(after.cookie)]).toEqual([401, 200]);
  });

  it("sets a cookie no script can read and no other site sends, and shows no token", async () => {
    const answer = await signIn(t, "ann@acme.test");
    expect(String(answer.headers["set-cookie"])).toMatch(/HttpOnly; SameSite=Lax/);
    expect(JSON.stringify(answer.data)).not.toContain("token");
    const session = await clientOf(t, answer.cookie).call("GET", "/api/auth/get-session");
    expect(session.data.user.email).toBe("ann@acme.test");
    expect(session.data.session.token).toBeUndefined();
  });

  it("answers an unknown address and a wrong password alike", async () => {
    const wrong = await signIn(t, "ann@acme.test", "not the password");
    const unknown = await signIn(t, "nobody@acme.test", "not the password");
    expect([wrong.status, wrong.data]).toEqual([unknown.status, unknown.data]);
    expect(wrong.status).toBe(401);
  });

  it("has no sign-up, and nothing else of better-auth that is not on the list", async () => {
    const nobody = clientOf(t, null);
    for (const path of [
      "sign-up/email",
      "sign-in/social",
      "update-user",
      "change-email",
      "delete-user",
      "list-sessions",
    ]) {
      const answer = await clientOf(t, ann.cookie).call("POST", `/api/auth/${path}`, { email: "x@x.test", password });
      expect(answer.status, path).toBe(404);
    }
    expect((await nobody.call("GET", "/api/auth/ok")).status).toBe(404);
  });

  it.each([
    ["no JSON", "{", 400],
    ["an array", "[]", 400],
    ["a number as address", JSON.stringify({ email: 1, password }), 400],
    ["a zero byte", JSON.stringify({ email: "a\0@acme.test", password }), 400],
    ["no password", JSON.stringify({ email: "ann@acme.test" }), 400],
    ["a very long password", JSON.stringify({ email: "ann@acme.test", password: "x".repeat(501) }), 400],
  ])("refuses %s", async (_name, payload, status) => {
    const headers = { "content-type": "application/json" };
    const answer = await t.app.inject({ method: "POST", url: "/api/auth/sign-in/email", headers, payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  });
});

describe("guessing", () => {
  const from = (remoteAddress: string) => ({ remoteAddress });
  const guess = (email: string, ip: string) => signIn(t, email, "a wrong guess", from(ip));

  it("is slowed, twice as long each time, also for the right password, and a success forgives", async () => {
    for (let i = 0; i < 5; i++) expect((await guess("ann@acme.test", "192.0.2.1")).status).toBe(401);
    const refused = await signIn(t, "ann@acme.test", password, from("192.0.2.1"));
    expect(refused.status).toBe(429);
    expect(refused.data).toMatchObject({ code: "RATE_LIMITED", message: "Too many attempts. Try again in 1 second." });
    expect(refused.headers["retry-after"]).toBe("1");
    t.clock.advance(1_000);
    expect((await guess("ann@acme.test", "192.0.2.1")).status).toBe(401);
    expect((await guess("ann@acme.test", "192.0.2.1")).headers["retry-after"]).toBe("2");
    t.clock.advance(2_000);
    expect((await signIn(t, "ann@acme.test", password, from("192.0.2.1"))).status).toBe(200);
    expect((await guess("ann@acme.test", "192.0.2.1")).status).toBe(401);
  });

  it("does not shut the owner out who comes from elsewhere", async () => {
    for (let i = 0; i < 6; i++) await guess("ann@acme.test", "192.0.2.2");
    expect((await guess("ann@acme.test", "192.0.2.2")).status).toBe(429);
    expect((await signIn(t, "ann@acme.test", password, from("192.0.2.3"))).status).toBe(200);
  });

  it("counts guesses sent at once", async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => guess("ann@acme.test", "192.0.2.4")));
    expect(all.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(all.filter((answer) => answer.status === 429)).toHaveLength(7);
  });

  it("is counted per client over many addresses", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) statuses.push((await guess(`person${i}@acme.test`, "192.0.2.5")).status);
    expect(statuses.slice(0, 20).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(20)).toEqual([429, 429]);
  });
});

describe("requests another site makes with our cookie", () => {
  it("are refused unless they show our header or JSON, and an origin of ours", async () => {
    const { app } = t;
    const patch = (headers: Record<string, string>, payload = '{"name":"Ann"}') =>
      app.inject({ method: "PATCH", url: "/api/v1/me", headers: { cookie: ann.cookie, ...headers }, payload });
    const json = { "content-type": "application/json" };
    expect((await patch({ ...json, origin: "https://evil.test" })).statusCode).toBe(403);
    expect((await patch({ ...json, origin: "null" })).statusCode).toBe(403);
    expect((await patch({ ...json, origin: "http://localhost:80" })).statusCode).toBe(200);
    expect((await patch(json)).statusCode).toBe(200);
    const ended = (headers: Record<string, string>) =>
      app.inject({ method: "DELETE", url: "/api/v1/sessions", headers: { cookie: ann.cookie, ...headers } });
    expect((await ended({})).statusCode).toBe(403);
    expect((await ended({ "x-omniflow-workspace": ann.workspaceId })).statusCode).toBe(200);
  });

  it("cannot sign somebody in by a form", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: "https://evil.test" };
    const payload = `email=ann@acme.test&password=${password}`;
    const answer = await t.app.inject({ method: "POST", url: "/api/auth/sign-in/email", headers, payload });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });
});
