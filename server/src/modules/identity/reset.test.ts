import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { clientOf, openTestApp, password, setUpAnn, signIn, type TestApp } from "../workspaces/test-app.ts";

const mails: string[] = [];
const relay = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onData: (stream, _session, done) => {
    let text = "";
    stream.on("data", (chunk) => {
      text += chunk;
    });
    stream.on("end", () => {
      mails.push(text.replace(/=\r?\n/g, "").replace(/=3D/g, "="));
      done();
    });
  },
});
let t: TestApp;
beforeAll(async () => {
  await new Promise<void>((ready) => relay.listen(0, "127.0.0.1", ready));
  const { port } = relay.server.address() as { port: number };
  t = await openTestApp({
    OMNIFLOW_SMTP_URL: `smtp://127.0.0.1:${port}`,
    OMNIFLOW_PUBLIC_URL: "https://desk.acme.test",
  });
  await setUpAnn(t);
});
beforeEach(() => void mails.splice(0));
afterAll(async () => {
  await t.close();
  await new Promise<void>((done) => relay.close(done));
});

const nobody = () => clientOf(t, null);
const ask = (email: string) =>
  nobody().call(
    "POST",
    "/api/auth/request-password-reset",
    { email, redirectTo: "https://evil.test/" },
    {
      headers: { host: "evil.test" },
    },
  );
const nextMail = async () => {
  for (let i = 0; i < 100 && mails.length === 0; i++) await new Promise((wait) => setTimeout(wait, 20));
  return mails[0] ?? "";
};

it("answers alike whether or not the address exists", async () => {
  const known = await ask("ann@acme.test");
  const unknown = await ask("nobody@acme.test");
  expect([known.status, known.data]).toEqual([unknown.status, unknown.data]);
  await nextMail();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain("Somebody, hopefully you");
});

it("mails a link to our own address, which works once and ends every session", async () => {
  const before = await signIn(t, "ann@acme.test");
  expect(String(before.headers["set-cookie"])).toContain("Secure");
  const german = await clientOf(t, before.cookie).call("PATCH", "/me", { settings: { language: "de" } });
  expect(german.status).toBe(200);
  await ask("ann@acme.test");
  const mail = await nextMail();
  expect(mail).toContain("Jemand, hoffentlich du");
  const token = /https:\/\/desk\.acme\.test\/reset-password\?token=([\w-]+)/.exec(mail)?.[1];
  expect(token).toBeTruthy();
  const reset = (newPassword: string) => nobody().call("POST", "/api/auth/reset-password", { token, newPassword });
  expect((await reset("short")).status).toBe(400);
  expect((await reset("a new password")).status).toBe(200);
  expect((await reset("one more password")).status).toBe(400);
  expect((await clientOf(t, before.cookie).call("GET", "/me")).status).toBe(401);
  expect((await signIn(t, "ann@acme.test", password)).status).toBe(401);
  expect((await signIn(t, "ann@acme.test", "a new password")).status).toBe(200);
});

it("ends the other sessions when the password is changed, also when not asked to", async () => {
  const [here, there] = [
    await signIn(t, "ann@acme.test", "a new password"),
    await signIn(t, "ann@acme.test", "a new password"),
  ];
  const changed = await clientOf(t, here.cookie).call("POST", "/api/auth/change-password", {
    currentPassword: "a new password",
    newPassword: password,
    revokeOtherSessions: false,
  });
  expect(changed.status).toBe(200);
  expect((await clientOf(t, there.cookie).call("GET", "/me")).status).toBe(401);
  expect((await clientOf(t, here.cookie).call("GET", "/me")).status).toBe(401);
  expect((await clientOf(t, changed.cookie).call("GET", "/me")).status).toBe(200);
});

it("tells open sockets at once when sessions end: password changed, reset by link, signed out", async () => {
  const told: string[] = [];
  const session = await signIn(t, "ann@acme.test");
  const me = (await clientOf(t, session.cookie).call("GET", "/me")).data;
  const stop = t.platform.hub.subscribe(me.workspace.id, ({ signals }) => {
    for (const signal of signals) if (signal.t === "sessions_ended") told.push(String(signal.member));
  });
  const hears = async (work: Promise<{ status: number }>) => {
    told.length = 0;
    const { status } = await work;
    for (let i = 0; i < 50 && told.length === 0; i++) await new Promise((wait) => setTimeout(wait, 10));
    return [status, told];
  };
  const change = { currentPassword: password, newPassword: password };
  const changed = clientOf(t, session.cookie).call("POST", "/api/auth/change-password", change);
  expect(await hears(changed)).toEqual([200, [me.member.id]]);
  const wrong = clientOf(t, (await changed).cookie).call("POST", "/api/auth/change-password", {
    ...change,
    currentPassword: "not the password",
  });
  expect(await hears(wrong)).toEqual([400, []]);
  await ask("ann@acme.test");
  const token = /token=([\w-]+)/.exec(await nextMail())![1];
  const reset = nobody().call("POST", "/api/auth/reset-password", { token, newPassword: password });
  expect(await hears(reset)).toEqual([200, [me.member.id]]);
  const again = await signIn(t, "ann@acme.test");
  expect(await hears(clientOf(t, again.cookie).call("POST", "/api/auth/sign-out", {}))).toEqual([200, [me.member.id]]);
  stop();
});

it("sends only so many mails to one address", async () => {
  let last = await ask("flooded@acme.test");
  for (let i = 0; i < 3; i++) last = await ask("flooded@acme.test");
  expect(last.status).toBe(429);
});

it("mails invitations", async () => {
  const ann = clientOf(t, (await signIn(t, "ann@acme.test")).cookie);
  const invited = await ann.call("POST", "/invitations", { email: "bob@acme.test", role: "agent" });
  expect(invited.data.mailed).toBe(true);
  expect(await nextMail()).toContain(invited.data.link);
});
