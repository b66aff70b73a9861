import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScene, type Scene } from "../test-scene.ts";

let s: Scene;
let form: { id: string; form_path: string };
beforeAll(async () => {
  s = await openScene({ clock: true });
  await s.test.api("POST", "/fields", { record: "ticket", label: "Order number", key: "order", type: "text" });
  const made = await s.test.api("POST", "/ticket-types", {
    name: "Broken device",
    fields: [{ key: "order", required: true, on_form: true }],
    form: { enabled: true, title: "Tell us", intro: "", thanks: "", connection_id: null },
  });
  form = made.data;
});
afterAll(() => s?.test.close());

const later = (ms: number) => s.test.clock!.advance(ms);
const key = () => form.form_path.split("/").at(-1)!;
const boundary = "----form";

/** A browser's way of sending a form. */
function send(
  path: string,
  values: Record<string, string>,
  files: { name: string; body: string }[] = [],
  headers: Record<string, string> = {},
) {
  const parts = [
    ...Object.entries(values).map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
    ...files.map(
      (f) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${f.name}"\r\ncontent-type: text/plain\r\n\r\n${f.body}\r\n`,
    ),
  ];
  return s.test.app.http.inject({
    method: "POST",
    url: path,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, ...headers },
    payload: `${parts.join("")}--${boundary}--\r\n`,
  });
}
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
    expect(data).toMatchObject({ title: "Tell us", fields: [{ key: "order", required: true }] });
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

describe("a customer's own requests", () => {
  it("are seen, answered and closed by the link, and by nobody else", async () => {
    const ticket = (await found()).find((t) => t.title === "It smokes");
    const strangers = await s.write("eve", "secret of eve");
    await s.ann("POST", `/tickets/${ticket.id}/conversations`, { conversation_id: strangers });
    await s.ann("POST", `/tickets/${ticket.id}/notes`, { text: "internal" });
    await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "waiting" });
    const { url } = (await s.ann("POST", `/tickets/${ticket.id}/customer-link`)).data;
    const opened = await s.test.app.http.inject({ url: new URL(url).pathname });
    const cookie = String(opened.headers["set-cookie"]).split(";")[0]!;
    const list = String(opened.headers.location);
    expect((await s.test.app.http.inject({ url: list, headers: { cookie } })).body).toContain("It smokes");
    const page = await s.test.app.http.inject({ url: `${list}/${ticket.number}`, headers: { cookie } });
    expect(page.body).toContain("A lot &lt;b&gt;of&lt;/b&gt; smoke");
    expect(page.body).not.toContain("secret of eve");
    expect(page.body).not.toContain("internal");
    expect((await s.test.app.http.inject({ url: `${list}/${ticket.number}` })).statusCode).toBe(401);
    const other = await s.ticket({ title: "Not hers" });
    expect((await s.test.app.http.inject({ url: `${list}/${other.number}`, headers: { cookie } })).statusCode).toBe(
      404,
    );

    expect(
      (await send(`${list}/${ticket.number}`, { text: "still smoking" }, [{ name: "a.txt", body: "y" }], { cookie }))
        .statusCode,
    ).toBe(303);
    await s.test.work();
    expect((await s.get(ticket.id)).status).toBe("open");
    expect((await s.test.app.http.inject({ url: `${list}/${ticket.number}`, headers: { cookie } })).body).toContain(
      "still smoking",
    );
    expect(
      (await send(`${list}/${ticket.number}`, { action: "close" }, [], { cookie, origin: "https://evil.test" }))
        .statusCode,
    ).toBe(403);
    await send(`${list}/${ticket.number}`, { action: "close" }, [], { cookie });
    expect((await s.get(ticket.id)).status).toBe("resolved");
    expect((await s.test.app.http.inject({ url: "/requests/link/made.up.link" })).statusCode).toBe(410);
  });

  it("by a code say nothing of whether an address is known, and a guess opens nothing", async () => {
    const slug = (await s.ann("GET", "/me")).data.workspace.slug;
    const ask = (email: string) => send(`/requests/${slug}`, { email });
    const [mia, nobody] = [await ask("mia@customer.test"), await ask("nobody@customer.test")];
    expect(mia.statusCode).toBe(200);
    expect(mia.body.replaceAll("mia@", "x@")).toBe(nobody.body.replaceAll("nobody@", "x@"));
    later(3_600_000);
    const statuses = [];
    for (let i = 0; i < 7; i++)
      statuses.push((await send(`/requests/${slug}`, { email: "mia@customer.test", code: `00000${i}` })).statusCode);
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  });
});
