import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../platform/uuid.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";

let test: Test;
let ann: Api;
let shop: string;
let mailbox: string;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  shop = (await test.api("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
  const channels = (await test.api("GET", "/channels")).data as { id: string; kind: string }[];
  mailbox = channels.find((channel) => channel.kind === "email")!.id;
});
afterAll(() => test.close());

const address = () => `${newId()}@example.test`;
const person = async (input: object) => (await ann("POST", "/contacts", input)).data.id as string;
const begin = (body: object) => ann("POST", "/conversations", { channel_id: mailbox, text: "Hello", ...body });
const pairs = async (query: string) =>
  (await ann("GET", `/reply-routes?${query}`)).data.map((r: { channel: string; to: { value: string }[] }) => [
    r.channel,
    r.to[0]!.value,
  ]);

describe("who can be written to first", () => {
  it("lists each channel with each address it reaches", async () => {
    const [one, two] = [address(), address()];
    const id = await person({ name: "Mia", emails: [one, two], phones: ["+49 30 1234"] });
    const found = await pairs(`contact_id=${id}`);
    expect(found).toContainEqual(["email", one]);
    expect(found).toContainEqual(["email", two]);
    expect(found).toContainEqual(["api", "+49301234"]);
    expect(found).not.toContainEqual(["email", "+49301234"]);
    expect(await pairs(`contact_id=${id}&to=${two}`)).toContainEqual(["email", two]);
    expect(await pairs(`contact_id=${id}&to=${address()}`)).toEqual([]);
  });

  it("knows what an address is, and that nobody is reached without one", async () => {
    expect(await pairs(`to=${encodeURIComponent("New@Example.test ")}`)).toContainEqual(["email", "new@example.test"]);
    expect(await pairs("to=hello")).toEqual([["api", "hello"]]);
    expect(await pairs(`contact_id=${await person({ name: "Nobody" })}`)).toEqual([]);
    expect((await ann("GET", "/reply-routes")).status).toBe(400);
    expect((await ann("GET", `/reply-routes?contact_id=${newId()}`)).status).toBe(404);
    expect((await ann("GET", `/reply-routes?to=${"x".repeat(400)}`)).status).toBe(400);
  });
});

describe("a conversation we begin", () => {
  it("writes to the address that was chosen, under the name that was given", async () => {
    const [one, two] = [address(), address()];
    const contact_id = await person({ name: "Mia", emails: [one, two] });
    const known = await begin({
      contact_id,
      to: two.toUpperCase(),
      subject: "Your order",
      bcc: [{ kind: "email", value: "log@x.test" }],
    });
    expect(known.data.message.recipients).toMatchObject({ to: [{ value: two }], bcc: [{ value: "log@x.test" }] });
    expect(known.data.conversation).toMatchObject({ subject: "Your order", contact: { id: contact_id } });
    const fresh = await begin({ to: address(), name: "New\u202e Person" });
    expect(fresh.data.conversation.contact.name).toBe("New Person");
  });

  it("waits to be taken back, and can be", async () => {
    const message_id = newId();
    const { data } = await begin({ to: address(), undo_seconds: 60, message_id });
    expect(data.message).toMatchObject({ id: message_id, delivery: { state: "queued" } });
    await test.work();
    const at = `/conversations/${data.conversation.id}/messages/${message_id}`;
    expect((await ann("POST", `${at}/cancel`)).data.delivery.state).toBe("cancelled");
  });

  it("is one however often and at once it is asked for", async () => {
    const body = { id: newId(), message_id: newId(), to: address() };
    const all = await Promise.all([begin(body), begin(body), begin(body)]);
    expect(all.map((one) => one.status).sort()).toEqual([200, 200, 201]);
    expect((await ann("GET", `/conversations/${body.id}/messages`)).data).toHaveLength(1);
  });

  it("hands nobody a conversation by its id, and takes no id twice", async () => {
    const arrived = await test.api("POST", `/channels/${shop}/messages`, {
      external_id: newId(),
      from: { email: address() },
      text: "a customer's own",
    });
    const taken = await begin({ id: arrived.data.conversation_id, to: address() });
    expect([taken.status, taken.error.code]).toEqual([409, "already_exists"]);
    const [message] = (await ann("GET", `/conversations/${arrived.data.conversation_id}/messages`)).data;
    expect((await begin({ message_id: message.id, to: address() })).status).toBe(409);
  });

  it.each([
    [
      "an address of somebody else",
      422,
      async () => ({ contact_id: await person({ emails: [address()] }), to: address() }),
    ],
    ["a person without an address", 422, async () => ({ contact_id: await person({ name: "Nobody" }) })],
    ["nobody", 400, async () => ({})],
    ["what is no address", 400, async () => ({ to: "hello" })],
    ["a contact that is not there", 404, async () => ({ contact_id: newId() })],
    [
      "a channel that is not there",
      422,
      async () => ({ channel_id: newId(), contact_id: await person({ emails: [address()] }) }),
    ],
    ["the past", 400, async () => ({ to: address(), send_at: "2020-01-01T00:00:00Z" })],
  ])("refuses to write to %s, and leaves nothing behind", async (_what, status, body) => {
    const before = (await ann("GET", "/conversations?view=all&limit=100")).data.length;
    const answer = await begin(await body());
    expect([answer.status, Boolean(answer.error.message)]).toEqual([status, true]);
    expect((await ann("GET", "/conversations?view=all&limit=100")).data).toHaveLength(before);
  });
});
