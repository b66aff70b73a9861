import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../platform/uuid.ts";
import { bring, type Client, clientOf, openTestApp, setUpAnn, signIn, type TestApp } from "../workspaces/test-app.ts";
import { isAllowed, networkOf } from "./addresses.ts";

let t: TestApp;
let ann: Client & { workspaceId: string };
beforeAll(async () => {
  t = await openTestApp();
  ann = await setUpAnn(t);
});
afterAll(() => t.close());

const makeKey = async (input: object) =>
  (await ann.call("POST", "/api-keys", { name: "key", scopes: ["settings.members"], ...input })).data;
const withKey = (key: string) => clientOf(t, `Bearer ${key}`);

describe("an API key", () => {
  it("is shown once, works, and may do what its scopes say", async () => {
    const made = await makeKey({});
    expect(made.key).toMatch(/^omf_live_[\w-]{43}$/);
    const listed = (await ann.call("GET", "/api-keys")).data.find((key: { id: string }) => key.id === made.id);
    expect(listed.key).toBeUndefined();
    expect(made.key.startsWith(listed.prefix)).toBe(true);
    const me = await withKey(made.key).call("GET", "/me");
    expect(me.data).toMatchObject({ member: null, permissions: ["settings.members"] });
    expect((await withKey(made.key).call("GET", "/invitations")).status).toBe(200);
    expect((await withKey(made.key).call("GET", "/api-keys")).status).toBe(403);
    expect((await withKey(made.key).call("GET", "/sessions")).status).toBe(403);
  });

  it("that is wrong is refused, also beside a good cookie", async () => {
    for (const authorization of ["Bearer omf_live_wrong", "Bearer", "Basic YTpi", `Bearer ${"x".repeat(5000)}`]) {
      const answer = await ann.call("GET", "/me", undefined, { headers: { authorization } });
      expect([answer.status, answer.error.code], authorization.slice(0, 20)).toEqual([401, "unauthenticated"]);
    }
  });

  it("notes when it was used", async () => {
    const { id, key } = await makeKey({});
    await withKey(key).call("GET", "/me");
    const used = async () =>
      (await ann.call("GET", "/api-keys")).data.find((row: { id: string }) => row.id === id).last_used_at;
    for (let i = 0; i < 50 && !(await used()); i++) await new Promise((wait) => setTimeout(wait, 20));
    expect(await used()).toBe(t.clock.now().toISOString());
  });

  it("ends when it is revoked, at once", async () => {
    const { id, key } = await makeKey({});
    expect((await withKey(key).call("GET", "/me")).status).toBe(200);
    expect((await ann.call("DELETE", `/api-keys/${id}`)).status).toBe(200);
    expect((await withKey(key).call("GET", "/me")).status).toBe(401);
    expect((await ann.call("DELETE", `/api-keys/${id}`)).status).toBe(404);
  });

  it("ends when it expires", async () => {
    const expires = new Date(t.clock.now().getTime() + 60_000).toISOString();
    const { key } = await makeKey({ expires_at: expires });
    expect((await withKey(key).call("GET", "/me")).status).toBe(200);
    t.clock.advance(60_001);
    expect((await withKey(key).call("GET", "/me")).error.message).toContain("expired");
  });

  it("works only from the addresses of its list", async () => {
    const { key } = await makeKey({ ip_allow: ["10.0.0.0/8", "2001:db8::1"] });
    const from = (remoteAddress: string) => withKey(key).call("GET", "/me", undefined, { remoteAddress });
    expect((await from("10.1.2.3")).status).toBe(200);
    expect((await from("::ffff:10.1.2.3")).status).toBe(200);
    expect((await from("2001:db8::1")).status).toBe(200);
    expect((await from("11.1.2.3")).status).toBe(403);
    expect((await from("2001:db8::2")).status).toBe(403);
  });

  it("cannot be made with more rights than its maker has, a wrong network, or an end in the past", async () => {
    const { key } = await makeKey({ scopes: ["api.keys", "contacts.view"] });
    const make = (input: object) => withKey(key).call("POST", "/api-keys", { name: "child", ...input });
    expect((await make({ scopes: ["contacts.view"] })).status).toBe(201);
    expect((await make({ scopes: ["contacts.delete"] })).status).toBe(403);
    expect((await make({ scopes: ["contacts.view"], ip_allow: ["10.0.0.0/99"] })).error.field).toBe("ip_allow");
    expect((await make({ scopes: ["contacts.view"], expires_at: "2020-01-01T00:00:00Z" })).status).toBe(400);
    expect((await make({ scopes: ["everything"] })).status).toBe(400);
  });

  it("has its own rate limit, and says so", async () => {
    const { key } = await makeKey({ rate_limit: 2 });
    const first = await withKey(key).call("GET", "/me");
    expect(first.headers).toMatchObject({ "x-ratelimit-limit": "2", "x-ratelimit-remaining": "1" });
    await withKey(key).call("GET", "/me");
    const refused = await withKey(key).call("GET", "/me");
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "30"]);
    t.clock.advance(30_000);
    expect((await withKey(key).call("GET", "/me")).status).toBe(200);
  });
});

describe("a session", () => {
  it("works in the workspaces of its person only", async () => {
    const signedIn = (await signIn(t, "ann@acme.test")).cookie;
    const other = await ann.call("POST", "/workspaces", { name: "Acme" });
    expect([other.status, other.data.slug]).toEqual([201, "acme-2"]);
    const here = (workspaceId?: string) => clientOf(t, signedIn, workspaceId).call("GET", "/me");
    expect((await here()).data.workspace.id).toBe(ann.workspaceId);
    expect((await here(other.data.id)).data.workspace.slug).toBe("acme-2");
    expect((await here(other.data.id)).data.workspaces).toHaveLength(2);
    expect((await here(newId())).status).toBe(401);
    expect((await here("' or 1=1 --")).status).toBe(401);
  });

  it("with a changed cookie is nobody", async () => {
    for (const cookie of [
      ann.cookie.slice(0, -6),
      `${ann.cookie}x`,
      "omniflow.session_token=%E0%A4%A",
      "omniflow.session_token=.",
    ]) {
      expect((await clientOf(t, cookie).call("GET", "/me")).status).toBe(401);
    }
  });

  it("lasts thirty days, and longer when it is used", async () => {
    const [used, left] = [(await signIn(t, "ann@acme.test")).cookie, (await signIn(t, "ann@acme.test")).cookie];
    const day = 24 * 3600_000;
    t.clock.advance(20 * day);
    const renewed = await clientOf(t, used).call("GET", "/me");
    expect(renewed.cookie).toBe(used);
    expect((await clientOf(t, used).call("GET", "/me")).cookie).toBeNull();
    t.clock.advance(15 * day);
    expect((await clientOf(t, used).call("GET", "/me")).status).toBe(200);
    expect((await clientOf(t, left).call("GET", "/me")).status).toBe(401);
    t.clock.advance(-35 * day);
  });

  it("is listed, and ended, by its person only", async () => {
    const bob = await bring(t, clientOf(t, (await signIn(t, "ann@acme.test")).cookie), "bob@acme.test", "agent");
    const cookie = (await signIn(t, "bob@acme.test")).cookie;
    const list = (await bob.call("GET", "/sessions")).data;
    expect(list.filter((session: { current: boolean }) => session.current)).toHaveLength(1);
    const there = list.find((session: { current: boolean }) => !session.current);
    const me = clientOf(t, (await signIn(t, "ann@acme.test")).cookie, ann.workspaceId);
    expect((await me.call("DELETE", `/sessions/${there.id}`)).status).toBe(404);
    expect((await me.call("DELETE", "/sessions/nonsense")).status).toBe(400);
    expect((await bob.call("DELETE", `/sessions/${there.id}`)).status).toBe(200);
    expect((await clientOf(t, cookie).call("GET", "/me")).status).toBe(401);
    expect((await bob.call("GET", "/me")).status).toBe(200);
    const third = (await signIn(t, "bob@acme.test")).cookie;
    expect((await bob.call("DELETE", "/sessions")).data).toEqual({ ended: 1 });
    expect((await clientOf(t, third).call("GET", "/me")).status).toBe(401);
    expect((await bob.call("GET", "/me")).status).toBe(200);
  });
});

describe("a socket", () => {
  const request = (query: object, headers: object) =>
    ({ query, headers, method: "GET", host: "localhost", protocol: "http", ip: "127.0.0.1", id: "r" }) as never;

  it("takes a key or a workspace in its address, and refuses pages of other sites", async () => {
    const cookie = (await signIn(t, "ann@acme.test")).cookie;
    const { key } = await makeKey({}).then((made) => (made.key ? made : Promise.reject(new Error("no key"))));
    const { identity } = t;
    const member = await identity.authenticateSocket(
      request({ workspace: ann.workspaceId }, { cookie, origin: "http://localhost" }),
    );
    expect(member?.memberId).toBeTruthy();
    expect(await identity.authenticateSocket(request({ workspace: newId() }, { cookie }))).toBeNull();
    expect((await identity.authenticateSocket(request({ key }, {})))?.actor.type).toBe("api_key");
    expect(() => identity.authenticateSocket(request({}, { cookie, origin: "https://evil.test" }))).toThrow(
      "another site",
    );
  });
});

it.each([
  [[], "192.0.2.1", true],
  [["192.0.2.1"], "192.0.2.1", true],
  [["192.0.2.0/24"], "::ffff:192.0.2.9", true],
  [["192.0.2.0/24"], "192.0.3.9", false],
  [["2001:db8::/32"], "2001:db8:1::1", true],
  [["2001:db8::/32"], "192.0.2.1", false],
  [["nonsense"], "192.0.2.1", false],
  [["192.0.2.1"], "not an address", false],
])("an allow-list %j and %s: %s", (list, ip, allowed) => expect(isAllowed(list, ip)).toBe(allowed));

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["unknown", "unknown"],
])("%s counts as %s", (ip, network) => expect(networkOf(ip)).toBe(network));
