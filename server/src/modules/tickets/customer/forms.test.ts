import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScene, type Scene } from "../test-scene.ts";
import { type Send, sender } from "./test-form.ts";

let s: Scene;
let send: Send;
let form: { id: string; form_path: string };
beforeAll(async () => {
  s = await openScene({ clock: true });
  send = sender(s.test);
  await s.test.api("POST", "/fields", { record: "ticket", label: "Order number", key: "order", type: "text" });
  const made = await s.test.api("POST", "/ticket-types", {
    name: "Broken device",
    fields: [{ key: "order", required: true, on_form: true }],
    form: { enabled: true, title: "Tell us", intro: "", thanks: "We are on it.", connection_id: null },
  });
  form = made.data;
});
afterAll(() => s?.test.close());

const later = (ms: number) => s.test.clock!.advance(ms);
const key = () => form.form_path.split("/").at(-1)!;
async function stamp(wait = 5000): Promise<string> {
  const page = await s.test.app.http.inject({ url: form.form_path });
  expect(page.statusCode).toBe(200);
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  later(wait);
  return /name="stamp" value="([^"]+)"/.exec(page.body)![1]!;
}
const person = {
  name: "Mia",
  email: "mia@customer.test",
  title: "It smokes",
  text: "A lot <b>of</b> smoke",
  "field.order": "BH-1",
};
const found = async () => (await s.ann("GET", "/tickets?view=all&limit=100")).data as any[];

describe("a form", () => {
  it("makes one ticket and conversation, also when sent twice at once, and mails nobody", async () => {
    const values = { ...person, stamp: await stamp() };
    const answers = await Promise.all([
      send(form.form_path, values, [{ name: "../photo.txt", body: "x" }]),
      send(form.form_path, values),
    ]);
    expect(answers.map((a) => a.statusCode)).toContain(200);
    await s.test.work();
    const tickets = await found();
    expect(tickets).toHaveLength(1);
    expect(tickets[0]).toMatchObject({
      source: "form",
      title: "It smokes",
      custom_fields: { order: "BH-1" },
      type: { name: "Broken device" },
    });
    const [conversation] = (await s.get(tickets[0].id)).conversations;
    const messages = (await s.ann("GET", `/conversations/${conversation.id}/messages`)).data;
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ direction: "in", author: { name: "Mia" }, text: "A lot <b>of</b> smoke" });
  });

  it.each([
    ["a machine that fills in what nobody sees", { website: "x" }, 200],
    ["what is quicker than a hand", { quick: "yes" }, 429],
    ["a stamp of our own making", { stamp: "made.up.stamp" }, 410],
    ["no address", { email: "mia" }, 400],
    ["no text", { text: " " }, 400],
    ["a required field left out", { "field.order": "" }, 400],
  ])("stores nothing of %s", async (_, bent, status) => {
    const { quick, ...values } = bent as Record<string, string>;
    const before = (await found()).length;
    const answer = await send(form.form_path, {
      ...person,
      email: `x${Math.random()}@customer.test`,
      stamp: await stamp(quick ? 100 : 5000),
      ...values,
    });
    expect(answer.statusCode).toBe(status);
    if (status !== 200) expect(answer.body).toContain("It smokes");
    expect((await found()).length).toBe(before);
    later(600_000);
  });

  it("says what is needed, and what is wrong, in the language of whoever fills it in", async () => {
    const german = { "accept-language": "de-AT" };
    const answer = await send(form.form_path, { ...person, "field.order": "", stamp: await stamp() }, [], german);
    expect(answer.body).toContain("„Order number“ wird gebraucht.");
    expect(answer.body).toMatch(/id="field.order"[^>]* required aria-invalid="true" aria-describedby="problem"/);
    expect(answer.body).toContain('Ihre E-Mail-Adresse <span class="need"');
    const json = { stamp: "x", email: "mia", title: "x", text: "x" };
    const refused = await s.test.as({})("POST", `/ticket-forms/${key()}`, json, german);
    expect(refused.error.message).toContain("Diese Seite ist zu alt");
    later(600_000);
  });

  it("takes no more than its limits: files, another site's page, a flood", async () => {
    const many = Array.from({ length: 6 }, (_, i) => ({ name: `${i}.txt`, body: "x" }));
    expect((await send(form.form_path, { ...person, stamp: await stamp() }, many)).statusCode).toBe(413);
    expect(
      (await send(form.form_path, { ...person, stamp: await stamp() }, [], { origin: "https://evil.test" })).statusCode,
    ).toBe(403);
    later(3_600_000);
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++)
      statuses.push(
        (await send(form.form_path, { ...person, email: `f${i}@customer.test`, stamp: await stamp(3000) })).statusCode,
      );
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(11);
    expect(statuses.at(-1)).toBe(429);
    later(3_600_000);
  });

  it("stands on anybody's site by its embedded page only", async () => {
    const [own, embedded] = await Promise.all(
      [form.form_path, `${form.form_path}/embed`].map((url) => s.test.app.http.inject({ url })),
    );
    expect(own!.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(embedded!.headers["content-security-policy"]).toContain("frame-ancestors *");
    const stamp = /name="stamp" value="([^"]+)"/.exec(embedded!.body)![1]!;
    later(5000);
    const sent = await send(`${form.form_path}/embed`, { ...person, email: "frame@customer.test", stamp });
    expect([sent.statusCode, sent.headers["content-security-policy"]]).toEqual([
      200,
      embedded!.headers["content-security-policy"],
    ]);
    later(3_600_000);
  });

  it("is there for the widget as JSON, takes its files, and is gone when switched off", async () => {
    const { data } = await s.test.as({})("GET", `/ticket-forms/${key()}`);
    expect(data).toMatchObject({
      title: "Tell us",
      thanks: "We are on it.",
      fields: [{ key: "order", required: true }],
    });
    later(5000);
    const sent = await s.test.as({})("POST", `/ticket-forms/${key()}`, {
      stamp: data.stamp,
      email: "w@customer.test",
      title: "By widget",
      text: "x",
      fields: { order: "1" },
    });
    expect(sent.status).toBe(201);
    const again = (await s.test.as({})("GET", `/ticket-forms/${key()}`)).data;
    later(5000);
    const withFile = await send(
      `/api/v1/ticket-forms/${key()}`,
      { ...person, email: "file@customer.test", title: "With a file", stamp: again.stamp },
      [{ name: "photo.txt", body: "x" }],
    );
    expect(withFile.statusCode).toBe(201);
    const made = (await found()).find((t) => t.title === "With a file");
    const [conversation] = (await s.get(made.id)).conversations;
    const [message] = (await s.ann("GET", `/conversations/${conversation.id}/messages`)).data;
    expect(message.attachments).toMatchObject([{ name: "photo.txt" }]);
    expect((await s.test.as({})("POST", `/ticket-forms/${key()}`, "nonsense")).status).toBeGreaterThanOrEqual(400);
    expect((await s.test.app.http.inject({ url: "/forms/nothing" })).statusCode).toBe(404);
  });
});
