/** An update to everybody a ticket is about: words of their own for each, by what their channel can show, with files, never with a gap. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFakeProvider, type FakeProvider } from "../../../channels/fake/adapter.ts";
import { addAdapter } from "../../../channels/registry.ts";
import { systemContext } from "../../../platform/context.ts";
import { newId } from "../../../platform/uuid.ts";
import { plainArrival } from "../../../test/arrivals.ts";
import { receiveMessages } from "../../conversations/index.ts";
import { openScene, type Scene } from "../test-scene.ts";

let s: Scene;
let plain: FakeProvider;
let plainChannel: string;

beforeAll(async () => {
  s = await openScene();
  plain = createFakeProvider();
  addAdapter(s.test.platform, plain.adapter);
  plainChannel = (await s.test.api("POST", "/channels", { kind: "fake", name: "Plain" })).data.id;
});
afterAll(() => s.test.close());

async function plainCustomer(name: string): Promise<string> {
  const handle = `@${newId()}`;
  const [received] = await receiveMessages(systemContext(s.test.platform, s.test.workspaceId), [
    {
      ...plainArrival(),
      connection: { id: plainChannel, kind: "fake", teamId: null, autoReply: false },
      thread: handle,
      from: { kind: "handle", value: handle, name, verified: true },
      text: "down?",
    },
  ]);
  return received!.conversationId;
}

async function upload(name: string, type: string, text: string) {
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = Buffer.from(`${head}${text}\r\n--b--\r\n`);
  return (await s.ann("POST", "/files", body, { "content-type": "multipart/form-data; boundary=b" })).data;
}

const tell = (ticket: { id: string }, input: object) => s.ann("POST", `/tickets/${ticket.id}/broadcasts`, input);
const said = async (conversation: string) =>
  (await s.ann("GET", `/conversations/${conversation}/messages`)).data.filter((one: any) => one.direction === "out");

it("speaks to each by name, rich where the channel has it and plain where it has not", async () => {
  const rich = await s.write("Kim", "down?");
  const bare = await plainCustomer("Lee <Long>");
  const ticket = await s.ticket({ title: "Outage", conversation_ids: [rich, bare] });
  const html =
    "<p>Dear {{contact.first_name}},</p><p><strong>{{ticket.title}}</strong> is over. {{company.name | Bye}}</p>";
  const sent = await tell(ticket, {
    html,
    text: "Dear {{contact.first_name}},\n{{ticket.title}} is over. {{company.name | Bye}}",
  });
  expect(sent.status, JSON.stringify(sent.error)).toBe(201);
  expect(sent.data.html).toContain("{{contact.first_name}}");
  const [toKim] = await said(rich);
  expect(toKim.html).toContain("<p>Dear Kim,</p><p><strong>Outage</strong> is over. Bye</p>");
  const [toLee] = await said(bare);
  expect(toLee).toMatchObject({ html: null, text: "Dear Lee,\nOutage is over. Bye" });
});

it("reaches nobody while somebody would read a gap, and says who and what", async () => {
  const [named, nameless] = [await plainCustomer("Kim"), await plainCustomer("")];
  const ticket = await s.ticket({ conversation_ids: [named, nameless] });
  const refused = await tell(ticket, { text: "Hi {{contact.first_name}}" });
  expect(refused.status).toBe(422);
  expect(refused.error).toMatchObject({ field: "text", message: expect.stringContaining("contact.first_name") });
  expect([...(await said(named)), ...(await said(nameless))]).toEqual([]);
  const wrong = await tell(ticket, { text: "Hi {{contact.frist_name}}" });
  expect(wrong.status).toBe(400);
  expect(wrong.error.message).toContain("contact.first_name");
  expect((await tell(ticket, { text: "Hi {{contact.first_name | there}}" })).status).toBe(201);
  expect((await said(nameless))[0].text).toBe("Hi there");
});

it("brings its files to each, and what a canned response does", async () => {
  const [one, two] = [await s.write("Una", "down?"), await s.write("Duo", "down?")];
  const bare = await plainCustomer("Bare");
  const ticket = await s.ticket({ conversation_ids: [one, two, bare] });
  const [file, picture] = [await upload("plan.txt", "text/plain", "a"), await upload("map.png", "image/png", "b")];
  const made = await s.ann("POST", "/canned-responses", {
    ...{ name: "Over", body: "Hello {{contact.first_name}}", scope: "workspace" },
    actions: { add_tags: ["told"] },
  });
  const filled = await s.ann("POST", `/canned-responses/${made.data.id}/render`, {
    ...{ conversation_id: one, template: true, insert: true },
  });
  expect(filled.data).toMatchObject({
    text: "Hello {{contact.first_name}}",
    missing: [],
    macro: { add_tags: ["told"] },
  });
  const sent = await tell(ticket, {
    html: `${filled.data.marked_html}<p><img src="${picture.url}"></p>`,
    attachment_ids: [file.id, picture.id],
    macro: filled.data.macro,
    response_use_ids: [filled.data.use_id],
  });
  expect(sent.status, JSON.stringify(sent.error)).toBe(201);
  const stateOf = (id: string) => sent.data.recipients.find((to: any) => to.conversation_id === id);
  // This channel takes no files at all: said, and the others have theirs.
  expect(stateOf(bare)).toMatchObject({ state: "refused", reason: expect.stringContaining("files") });
  for (const [conversation, name] of [
    [one, "Una"],
    [two, "Duo"],
  ] as const) {
    const [message] = await said(conversation);
    expect(message.text).toContain(`Hello ${name}`);
    expect(message.attachments.map((a: any) => a.name).sort()).toEqual(["map.png", "plan.txt"]);
    expect(message.html).toContain(message.attachments.find((a: any) => a.name === "map.png").id);
    expect((await s.ann("GET", `/conversations/${conversation}`)).data.tags).toEqual(["told"]);
  }
  expect((await said(one))[0].attachments[0].id).not.toBe((await said(two))[0].attachments[0].id);
  const [kept] = (await s.ann("GET", `/tickets/${ticket.id}/broadcasts`)).data;
  expect(kept.attachments.map((a: any) => a.name)).toEqual(["plan.txt"]);
  expect(kept.html).toContain(`/files/${picture.id}`);
  expect((await s.get(ticket.id)).files).toEqual([]);
  // Taken once: neither for another update nor as a file of the ticket.
  expect((await tell(ticket, { text: "again", attachment_ids: [file.id] })).status).toBe(422);
  expect((await s.ann("DELETE", `/tickets/${ticket.id}/files/${file.id}`)).status).toBe(404);
});
