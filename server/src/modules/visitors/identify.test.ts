/** Who a visitor is: tokens, claims and signatures, and whose history they lead to. */
import { afterAll, describe, expect, test } from "vitest";
import { openChat, page, secret, signJwt } from "./testing.ts";

const { t, call, open, texts, conversationOf } = await openChat();
afterAll(() => t.close());

describe("who a visitor is", () => {
  const signed = (claims: object) => ({ identity_token: signJwt(claims, secret) });

  test("a token returns to the same visitor; a stranger sees nothing", async () => {
    const visitor = await open();
    await visitor.say("Mine");
    const again = await open({ token: visitor.token });
    expect(again.visitor.id).toBe(visitor.visitor.id);
    expect(again.history.messages.map((m) => m.text)).toEqual(["Mine"]);
    expect((await open()).history.messages).toEqual([]);
    expect((await open({ token: "somebody-elses-guess-of-a-token" })).visitor.id).not.toBe(visitor.visitor.id);
  });

  test("the pages from before the chat count where the channel asks for them", async () => {
    const trail = [
      { url: "https://shop.example/", title: "Shop", ago: 600 },
      { url: page.url, title: "Lamps", ago: 300 },
    ];
    const pagesOf = async () => {
      const { data: first } = await (await open({ trail })).say("Hi");
      const id = (await t.api("GET", `/conversations/${await conversationOf(first)}`)).data.contact.id;
      return (await t.api("GET", `/contacts/${id}/visits`)).data[0].pages;
    };
    expect(await pagesOf()).toMatchObject([page]);
    const { data: channels } = await t.api("GET", "/channels");
    const { id } = channels.find((channel: { kind: string }) => channel.kind === "chat");
    const put = (pages_before: boolean) => t.api("PATCH", `/channels/${id}`, { settings: { pages_before } });
    expect((await put(true)).status).toBe(200);
    const pages = await pagesOf();
    expect(pages).toMatchObject([page, { url: "https://shop.example/", title: "Shop" }]);
    const apart = Date.parse(pages[0].at) - Date.parse(pages[1].at);
    expect(apart).toBeGreaterThanOrEqual(600_000);
    await expect(open({ trail: [{ ...page, ago: -1 }] })).rejects.toThrow();
    expect((await put(false)).status).toBe(200);
  });

  test("somebody signed in who has not opened the chat is known without a page", async () => {
    await open({ page: undefined, ...signed({ email: "quiet@x.test", name: "Quiet", sub: "quiet" }) });
    const [{ id }] = (await t.api("GET", "/contacts?q=Quiet")).data;
    expect((await t.api("GET", `/contacts/${id}/visits`)).data).toMatchObject([{ page: null, pages: [] }]);
  });

  test("the pages they visit are kept, and language and time zone fill what nobody has said", async () => {
    const other = { url: "https://shop.example/tables", title: "Tables" };
    const visitor = await open({ language: "pt-BR", time_zone: "America/Bahia" });
    const first = await visitor.say("Hi");
    await visitor.say("And this?", { page: other });
    await visitor.say("Back again");
    const id = (await t.api("GET", `/conversations/${await conversationOf(first.data)}`)).data.contact.id;
    const [visit] = (await t.api("GET", `/contacts/${id}/visits`)).data;
    expect(visit).toMatchObject({ page, language: "pt-BR", time_zone: "America/Bahia" });
    expect(visit.pages).toMatchObject([page, other]);
    expect(visit.pages[0].at >= visit.pages[1].at).toBe(true);
    expect((await t.api("GET", `/contacts/${id}`)).data).toMatchObject({
      language: "pt-BR",
      time_zone: "America/Bahia",
    });
    const { data: known } = await t.api("POST", "/contacts", { name: "K", emails: ["k@x.test"], language: "de" });
    await open({ language: "fr", time_zone: "Europe/Paris", ...signed({ email: "k@x.test", sub: "k" }) });
    expect((await t.api("GET", `/contacts/${known.id}`)).data).toMatchObject({
      language: "de",
      time_zone: "Europe/Paris",
    });
  });

  test("a claimed address never leads into the contact that has it", async () => {
    const email = "victim@example.com";
    const { data: victim } = await t.api("POST", "/contacts", { name: "Victim", emails: [email] });
    for (const claim of [
      () => open({ email }),
      async () => {
        const v = await open();
        await v.call("PATCH", "visitor", { email });
        return v;
      },
    ]) {
      const visitor = await claim();
      expect(visitor.visitor.verified).toBe(false);
      const conversation = (
        await t.api("GET", `/conversations/${await conversationOf((await visitor.say("Hi")).data)}`)
      ).data;
      expect(conversation.contact.id).not.toBe(victim.id);
    }
    expect((await t.api("GET", `/contacts?email=${email}`)).data.map((c: { id: string }) => c.id)).toEqual([victim.id]);
  });

  test("a free address is kept on the contact as unverified, one at most", async () => {
    const visitor = await open();
    await visitor.call("PATCH", "visitor", { name: "Jane", email: "Jane.Free@Example.com", phone: "+49 30 123" });
    const conversation = (await t.api("GET", `/conversations/${await conversationOf((await visitor.say("Hi")).data)}`))
      .data;
    await visitor.call("PATCH", "visitor", { email: "another@example.com" });
    const contact = (await t.api("GET", `/contacts/${conversation.contact.id}`)).data;
    expect(contact.name).toBe("Jane");
    const emails = contact.identities.filter((i: { kind: string }) => i.kind === "email");
    expect(emails).toMatchObject([{ value: "jane.free@example.com", verified: false }]);
    expect((await visitor.call("PATCH", "visitor", { email: "not an address" })).status).toBe(400);
  });

  test("a signed identity leads to its contact from every browser, and only its own threads are shown", async () => {
    const claims = { sub: "u-7", email: "seven@example.com", name: "Seven" };
    const [one, two] = await Promise.all([open(signed(claims)), open(signed(claims))]);
    const first = await conversationOf((await one.say("From one")).data);
    expect(await conversationOf((await two.say("From two")).data)).toBe(first);
    expect(await texts(one)).toEqual(["visitor: From one", "visitor: From two"]);
    const contact = (await t.api("GET", "/contacts?email=seven@example.com")).data;
    expect(contact).toHaveLength(1);
    expect(contact[0]).toMatchObject({ name: "Seven" });
    expect(contact[0].identities.every((i: { verified: boolean }) => i.verified)).toBe(true);
  });

  test("who signs in after writing keeps the conversation", async () => {
    const visitor = await open();
    const before = await conversationOf((await visitor.say("Anonymous")).data);
    const known = await open({ token: visitor.token, ...signed({ sub: "u-8" }) });
    expect(known.history.messages.map((m) => m.text)).toEqual(["Anonymous"]);
    expect(await conversationOf((await known.say("Known")).data)).toBe(before);
  });

  test("an anonymous thread of another contact is not continued by who has proven to be somebody", async () => {
    const email = "owner@example.com";
    await t.api("POST", "/contacts", { name: "Owner", emails: [email] });
    const visitor = await open();
    const anonymous = await conversationOf((await visitor.say("Before")).data);
    const known = await open({ token: visitor.token, ...signed({ sub: "u-9", email }) });
    const after = await conversationOf((await known.say("After")).data);
    expect(after).not.toBe(anonymous);
    const conversation = (await t.api("GET", `/conversations/${after}`)).data;
    expect(conversation.contact.name).toBe("Owner");
    expect(conversation.participants.every((p: { unknown: boolean }) => !p.unknown)).toBe(true);
    // The browser that was anonymous before still knows what it wrote itself.
    expect(await texts(known)).toEqual(["visitor: Before", "visitor: After"]);
  });

  test("another person on the same computer begins anew", async () => {
    const one = await open(signed({ sub: "u-10" }));
    await one.say("Private");
    const two = await open({ token: one.token, ...signed({ sub: "u-11" }) });
    expect(two.visitor.id).not.toBe(one.visitor.id);
    expect(two.history.messages).toEqual([]);
  });

  test("a wrong token opens nothing; an expired one only what was proven before", async () => {
    const body = { origin: "https://shop.example", page, language: "en", time_zone: "UTC" };
    expect(
      (await call("POST", "session", { ...body, identity_token: signJwt({ sub: "u" }, "wrong".repeat(8)) })).status,
    ).toBe(403);
    const expired = { identity_token: signJwt({ sub: "u-12", exp: Date.now() / 1000 - 3600 }, secret) };
    expect((await call("POST", "session", { ...body, ...expired })).status).toBe(410);
    const known = await open(signed({ sub: "u-12" }));
    expect((await open({ token: known.token, ...expired })).visitor).toMatchObject({
      id: known.visitor.id,
      verified: true,
    });
  });
});
