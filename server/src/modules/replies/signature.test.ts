/** Signatures and automatic replies with variables: what leaves, what is refused on save, and what a preview says. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createFakeProvider, type FakeProvider } from "../../channels/fake/adapter.ts";
import { addAdapter } from "../../channels/registry.ts";
import { systemContext } from "../../platform/context.ts";
import { newId } from "../../platform/uuid.ts";
import { plainArrival } from "../../test/arrivals.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { receiveMessages } from "../conversations/index.ts";
import { splitName } from "./template-values.ts";

let test: Test;
let provider: FakeProvider;
let channel: string;
let ann: Api;
beforeAll(async () => {
  test = await openTest();
  provider = createFakeProvider();
  // Only channels with HTML, as mail is, are signed.
  addAdapter(test.platform, { ...provider.adapter, limits: { ...provider.adapter.limits, html: true } });
  const signature = "{{workspace.name}} · {{contact.custom.plan}}";
  channel = (await test.api("POST", "/channels", { kind: "fake", name: "Fake", signature })).data.id;
  ann = await test.signIn();
  await ann("PATCH", "/me", {
    name: "Ann Boss",
    settings: { signature: "{{agent.first_name}}\nTel. {{contact.phone}}\nfor {{contact.first_name | you}} <3" },
  });
});
afterAll(() => test.close());
beforeEach(() => {
  provider.received.length = 0;
});

async function conversation(name = "Kim Park", autoReply = false): Promise<string> {
  const handle = `@${newId()}`;
  const [received] = await receiveMessages(systemContext(test.platform, test.workspaceId), [
    {
      ...plainArrival(),
      connection: { id: channel, kind: "fake", teamId: null, autoReply },
      thread: handle,
      from: { kind: "handle", value: handle, name, verified: true },
    },
  ]);
  return received!.conversationId;
}

async function send(api: Api, id: string, more: object) {
  const { data, error } = await api("POST", `/conversations/${id}/messages`, {
    kind: "message",
    text: "Hello",
    ...more,
  });
  expect(error).toBeUndefined();
  await test.work();
  return { stored: data, sent: provider.received.at(-1)! };
}

describe("what a reply is signed with", () => {
  it("the member's own when asked, filled; a line without its value is left out", async () => {
    const id = await conversation();
    const { stored, sent } = await send(ann, id, { signature: true });
    expect(stored.text).toBe("Hello");
    expect(stored.quoted_text).toBe("-- \nAnn\nfor Kim <3");
    expect(sent.text).toBe("Hello\n\n-- \nAnn\nfor Kim <3");
    const shown = await ann("GET", `/conversations/${id}/signature?channel_id=${channel}`);
    expect(shown.data).toEqual({
      text: "Ann\nfor Kim <3",
      html: "<p>Ann<br>for Kim &lt;3</p>",
      source: "member",
      missing: ["contact.phone"],
    });
    expect((await ann("GET", `/conversations/${id}`)).data.preview).toBe("Hello");
  });

  it("the channel's for a key, and where nothing is said; none on request; the member's words as they are", async () => {
    const id = await conversation();
    await ann("PATCH", `/contacts/${(await ann("GET", `/conversations/${id}`)).data.contact.id}`, {
      custom_fields: { plan: "Gold" },
    });
    const { name } = (await test.api("GET", "/me")).data.workspace;
    for (const [api, more, wanted] of [
      [test.api, { signature: true }, `${name} · Gold`],
      [test.api, {}, `${name} · Gold`],
      [ann, {}, `${name} · Gold`],
      [ann, { signature: false }, null],
      [ann, { signature_text: "" }, null],
      [ann, { signature_text: "Yours, {{agent.name}}" }, "Yours, {{agent.name}}"],
    ] as const) {
      const { sent } = await send(api, id, more);
      expect(sent.text).toBe(wanted === null ? "Hello" : `Hello\n\n-- \n${wanted}`);
    }
  });

  it("a customer's name is text in it, whatever it holds", async () => {
    const id = await conversation('<img src=x onerror="alert(1)"> {{agent.email}}');
    const { stored } = await send(ann, id, { signature: true });
    expect(stored.quoted_html).toBe("<p>-- <br>Ann<br>for &lt;img &lt;3</p>");
  });

  it("in rich text: formatted, with links, a line without its value left out, and a value that is no markup and no template", async () => {
    const before = (await ann("GET", "/me")).data.settings.signature;
    const signature =
      '<p><strong>{{agent.name}}</strong><br>Tel. {{contact.phone}}</p><p>{{contact.phone}}</p><ul><li>for {{contact.name}}</li></ul><p><a href="https://x.test/?a=1&amp;b={{contact.id}}">Shop</a><script>x</script></p>';
    expect((await ann("PATCH", "/me", { settings: { signature } })).error).toBeUndefined();
    const id = await conversation("<img src=x> {{agent.email}}");
    const { stored, sent } = await send(ann, id, { signature: true });
    expect(stored.quoted_html).toMatch(
      /^<p>-- <\/p><p><strong>Ann Boss<\/strong><\/p><ul><li>for &lt;img src=x&gt; \{ \{agent.email\} \}<\/li><\/ul><p><a href="https:\/\/x\.test\/\?a=1&amp;b=[\w-]+"[^>]*>Shop<\/a><\/p>$/,
    );
    expect(sent.text).toMatch(
      /^Hello\n\n-- \nAnn Boss\n+• for <img src=x> \{ \{agent.email\} \}\n+Shop \(https:\/\/x\.test/,
    );
    const own = await send(ann, id, { signature_html: '<p>Yours, <em>A</em><img src=x onerror="y"></p>' });
    expect(own.stored.quoted_html).not.toContain("onerror");
    expect(own.stored.quoted_text).toBe("-- \nYours, A");
    const wrong = await ann("PATCH", "/me", { settings: { signature: "<p>a</p><p>{{agent.nmae}}</p>" } });
    expect(wrong.error).toMatchObject({ field: "signature", message: expect.stringContaining("column 12") });
    await ann("PATCH", "/me", { settings: { signature: before } });
  });

  it("refuses a wrong one on save, with its place", async () => {
    const mine = await ann("PATCH", "/me", { settings: { signature: "Hi\n{{agent.nmae}}" } });
    expect(mine).toMatchObject({ status: 400, error: { field: "signature" } });
    expect(mine.error.message).toBe(
      "Line 2, column 1: There is no variable “agent.nmae”. Did you mean {{agent.name}}?",
    );
    expect((await test.api("PATCH", `/channels/${channel}`, { signature: "{{x" })).error.field).toBe("signature");
    const reply = { enabled: true, text: "{{contact.first_nam}}" };
    expect((await test.api("PATCH", `/channels/${channel}`, { auto_reply: reply })).error.field).toBe("text");
  });
});

it("shows what a first message will be signed with, to a contact and to an address", async () => {
  const ask = (query: object) =>
    ann(
      "GET",
      `/reply-routes/signature?${new URLSearchParams({ channel_id: channel, conversation_id: newId(), ...query })}`,
    );
  const id = await conversation("Kim Park");
  const { contact } = (await ann("GET", `/conversations/${id}`)).data;
  expect((await ask({ contact_id: contact.id })).data.text).toBe("Ann\nfor Kim <3");
  const shown = (await ask({ to: "Zoe@New.test", name: "Zoe New" })).data;
  expect(shown.text).toBe("Ann\nfor Zoe <3");
  const handle = `@${newId()}`;
  const begun = await ann("POST", "/conversations", {
    channel_id: channel,
    to: handle,
    name: "Zoe New",
    text: "Hello",
    signature: true,
  });
  expect(begun.error).toBeUndefined();
  expect(begun.data.message.quoted_text).toBe(`-- \n${shown.text}`);
  await test.work();
  expect((await ask({ contact_id: newId() })).status).toBe(404);
  expect((await ask({ channel_id: newId() })).status).toBe(404);
});

it("an automatic reply speaks to the customer by name", async () => {
  const text = "Hello {{contact.first_name | there}}\n{{agent.name}}\nwe got your message.";
  await test.api("PATCH", `/channels/${channel}`, { auto_reply: { enabled: true, text } });
  await conversation("Kim Park", true);
  await test.work();
  expect(provider.received.map((message) => message.text)).toEqual(["Hello Kim\nwe got your message."]);
});

it("previews a text for a conversation, marks what is missing, and says what is wrong", async () => {
  const id = await conversation();
  const ask = (body: object) => ann("POST", "/templates/preview", body);
  const { data } = await ask({
    html: "<p>Hi {{contact.first_name}} {{contact.phone}}<script>x</script></p>",
    conversation_id: id,
  });
  expect(data).toMatchObject({
    html: '<p>Hi Kim <mark data-missing="contact.phone">contact.phone</mark></p>',
    missing: ["contact.phone"],
  });
  expect((await ask({ text: "a\n {{contact.foo}}" })).data.problems).toMatchObject([
    { line: 2, column: 2, reason: "unknown_variable" },
  ]);
  expect((await ask({ text: "x", conversation_id: newId() })).status).toBe(404);
  expect((await ask({ text: "x", contact_id: newId() })).status).toBe(404);
});

it.each([
  ["Ann Lee", "Ann", "Lee"],
  ["Lee, Ann", "Ann", "Lee"],
  ["Dr. Ann van der Berg", "Ann", "van der Berg"],
  ["Herr Prof. Max Ott", "Max", "Ott"],
  ["Björk", "Björk", ""],
  ["Drew Ott", "Drew", "Ott"],
  ["", "", ""],
])("%s", (name, first, last) => expect(splitName(name)).toEqual([first, last]));
