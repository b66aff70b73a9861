import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import { openScene, type Scene } from "../test-scene.ts";
import { type Send, sender } from "./test-form.ts";

const mails: { to: string; text: string }[] = [];
const relay = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onData: (stream, session, done) => {
    let text = "";
    stream.on("data", (chunk) => {
      text += chunk;
    });
    stream.on("end", () => {
      mails.push({ to: session.envelope.rcptTo[0]!.address, text });
      done();
    });
  },
});
let s: Scene;
let send: Send;
let list: string;
beforeAll(async () => {
  await new Promise<void>((ready) => relay.listen(0, "127.0.0.1", ready));
  const { port } = relay.server.address() as { port: number };
  s = await openScene({ clock: true, settings: { OMNIFLOW_SMTP_URL: `smtp://127.0.0.1:${port}` } });
  send = sender(s.test);
  list = `/requests/${(await s.ann("GET", "/me")).data.workspace.slug}`;
});
afterAll(async () => {
  await s?.test.close();
  await new Promise<void>((done) => relay.close(done));
});

const later = (ms: number) => s.test.clock!.advance(ms);
const see = (url: string, headers: Record<string, string> = {}) => s.test.app.http.inject({ url, headers });
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers["set-cookie"]).split(";")[0]!;
const mailed = async (to: string) => {
  for (let i = 0; i < 200; i++) {
    const found = mails.find((one) => one.to === to);
    if (found) return found;
    await new Promise((wait) => setTimeout(wait, 20));
  }
  throw new Error(`no mail for ${to}`);
};
const asked = async (who: string, title: string) =>
  s.ticket({ title, conversation_ids: [await s.write(who, `${title}: please look`)] });
const byLink = async (ticketId: string) => {
  const { url } = (await s.ann("POST", `/tickets/${ticketId}/customer-link`)).data;
  return cookieOf(await see(new URL(url).pathname));
};

describe("a customer", () => {
  it("proves an address by a code, and sees, answers and closes what they asked for, and nothing else", async () => {
    const ticket = await asked("mia", "It smokes");
    await asked("eve", "Secret of eve");
    await s.ann("POST", `/tickets/${ticket.id}/conversations`, {
      conversation_id: await s.write("eve", "words of eve"),
    });
    await s.ann("POST", `/tickets/${ticket.id}/notes`, { text: "internal" });
    await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "waiting" });

    expect((await see(list)).body).toContain("Enter your mail address");
    expect((await send(list, { email: " MIA@example.test" })).statusCode).toBe(200);
    const code = /\b\d{6}\b/.exec((await mailed("mia@example.test")).text)![0];
    const wrong = await send(list, { email: "mia@example.test", code: code === "000000" ? "000001" : "000000" });
    expect([wrong.statusCode, wrong.headers["set-cookie"]]).toEqual([401, undefined]);
    const opened = await send(list, { email: "mia@example.test", code: ` ${code} ` });
    expect([opened.statusCode, opened.headers.location]).toEqual([303, list]);
    expect(String(opened.headers["set-cookie"])).toMatch(/HttpOnly; SameSite=Lax/);
    const cookie = cookieOf(opened);
    expect((await send(list, { email: "mia@example.test", code })).statusCode, "it works once").toBe(401);

    const mine = (await see(list, { cookie })).body;
    expect(mine).toContain("It smokes");
    expect(mine).toContain("Waiting for you");
    expect(mine).not.toContain("Secret of eve");
    const page = (await see(`${list}/${ticket.number}`, { cookie })).body;
    expect(page).toContain("please look");
    expect(page).not.toMatch(/words of eve|internal/);

    const file = [{ name: "a.txt", body: "y" }];
    const answered = await send(`${list}/${ticket.number}`, { text: "still <b>smoking</b>" }, file, { cookie });
    expect(answered.statusCode).toBe(303);
    await s.test.work();
    expect((await s.get(ticket.id)).status).toBe("open");
    const then = (await see(`${list}/${ticket.number}`, { cookie })).body;
    expect(then).toContain("still &lt;b&gt;smoking&lt;/b&gt;");
    const href = /href="([^"]+)">a\.txt/.exec(then)![1]!.replaceAll("&amp;", "&");
    expect((await see(new URL(href, "http://x").pathname + new URL(href, "http://x").search)).body).toBe("y");

    await send(`${list}/${ticket.number}`, { action: "close" }, [], { cookie });
    expect((await s.get(ticket.id)).status).toBe("resolved");
    expect((await s.activity(ticket.id)).at(-1)).toMatchObject({ actor: { type: "contact", name: "mia" } });
    expect((await see(`${list}/${ticket.number}`, { cookie })).body).not.toContain('value="close"');
  });

  it("is told nothing of whether an address is known, and opens nothing by guessing", async () => {
    later(3_600_000);
    const [known, nobody] = [
      await send(list, { email: "eve@example.test" }),
      await send(list, { email: "who@example.test" }),
    ];
    expect(known.statusCode).toBe(200);
    expect(known.body.replaceAll("eve@", "x@")).toBe(nobody.body.replaceAll("who@", "x@"));
    const right = /\b\d{6}\b/.exec((await mailed("eve@example.test")).text)![0];
    later(3_600_000);
    const fresh = await send(list, { email: "eve@example.test", code: right });
    expect(fresh.statusCode, "after an hour it is too old").toBe(401);
    const statuses = [];
    for (let i = 0; i < 7; i++)
      statuses.push((await send(list, { email: "eve@example.test", code: `00000${i}` })).statusCode);
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect(mails.some((one) => one.to === "who@example.test")).toBe(false);
  });

  it("with a link sees the same, and nobody does without", async () => {
    const [ticket, other] = [await asked("lea", "Too loud"), await s.ticket({ title: "Not hers" })];
    const cookie = await byLink(ticket.id);
    expect((await see(list, { cookie })).body).toContain("Too loud");
    expect((await see(`${list}/${other.number}`, { cookie })).statusCode).toBe(404);
    const evil = { cookie, origin: "https://evil.test" };
    expect((await send(`${list}/${ticket.number}`, { action: "close" }, [], evil)).statusCode).toBe(403);
    const stranger = await see(`${list}/${ticket.number}`);
    expect([stranger.statusCode, stranger.headers["content-type"]]).toEqual([401, "text/html; charset=utf-8"]);
    expect(stranger.body).toContain('name="email"');
    const old = await see("/requests/link/made.up.link", { "accept-language": "de" });
    expect([old.statusCode, old.body.includes("Dieser Link ist zu alt")]).toEqual([410, true]);
  });

  it("reads what was written to them as it was written, and as plain as it must be", async () => {
    const ticket = await asked("ria", "How it looks");
    const [{ id }] = (await s.get(ticket.id)).conversations;
    const html =
      '<p>Dear <strong>Ria</strong>,</p><ul><li>off &amp; on</li></ul><script>alert(1)</script><p style="color:red" onclick="x()"><a href="https://shop.test/how">how</a> <img src="https://pics.test/a.png" alt="A"><img src="data:text/html,x"></p>';
    const sent = await s.ann("POST", `/conversations/${id}/messages`, { id: newId(), kind: "message", html });
    expect(sent.status, JSON.stringify(sent.error)).toBe(201);
    await s.test.platform.db.asSystem("as if the seconds for undo were over", (tx) =>
      tx.run(sql`update messages set delivery_state = 'sent' where id = ${sent.data.id}`),
    );
    const page = await see(`${list}/${ticket.number}`, { cookie: await byLink(ticket.id) });
    expect(page.body).toContain(
      '<div class="rich" dir="auto"><p>Dear <strong>Ria</strong>,</p><ul><li>off &amp; on</li></ul>',
    );
    expect(page.body).toContain(
      '<a href="https://shop.test/how" target="_blank" rel="noopener noreferrer nofollow">how</a>',
    );
    expect(page.body).toMatch(
      /<img src="\/api\/v1\/remote-image\?url=https%3A%2F%2Fpics\.test%2Fa\.png&amp;[^"]+" alt="A"/,
    );
    expect(page.body).not.toMatch(/<script|onclick|style=|data:text|src="https:/);
    expect(page.headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'self'; img-src 'self' data:;/,
    );

    // Another whom the mail went to has answered, at a length that no page could carry.
    const cookie = await byLink(ticket.id);
    const sam = (await s.ann("POST", "/contacts", { name: "Sam" })).data.id;
    await s.test.platform.db.asSystem("somebody else wrote, and a lot", (tx) =>
      tx.run(sql`update messages set author_id = ${sam}, author_name = 'Sam', html = repeat('<b>x</b>', 500000)
        where conversation_id = ${id} and direction = 'in'`),
    );
    const then = (await see(`${list}/${ticket.number}`, { cookie })).body;
    expect(then).toMatch(/<p class="soft">Sam ·/);
    expect(then).not.toMatch(/<b>x<\/b>|article class="own"/);
    expect(then).toContain("<strong>Ria</strong>");
  });

  it("keeps what was written when it cannot be taken, in their language", async () => {
    const ticket = await asked("ida", "Leaks");
    const cookie = await byLink(ticket.id);
    const many = Array.from({ length: 6 }, (_, i) => ({ name: `${i}.txt`, body: "x" }));
    const german = { cookie, "accept-language": "de-DE" };
    const refused = await send(`${list}/${ticket.number}`, { text: "See the pictures" }, many, german);
    expect([refused.statusCode, refused.body.includes("See the pictures")]).toEqual([413, true]);
    expect(refused.body).toContain("Höchstens 5 Dateien");
    expect((await send(`${list}/${ticket.number}`, { text: " " }, [], german)).body).toContain(
      "hängen Sie eine Datei an",
    );
  });

  it("answers a request in which nothing was written yet, closes it whatever moves members may make, and goes on with a closed one", async () => {
    const first = await asked("uwe", "Old matter");
    const ticket = await s.ticket({ title: "We noticed", contact_id: first.contact.id });
    const cookie = await byLink(ticket.id);
    await send(`${list}/${ticket.number}`, { text: "Good that you ask" }, [], { cookie });
    const [conversation] = (await s.get(ticket.id)).conversations;
    expect(conversation).toMatchObject({ subject: "We noticed", contact: { id: first.contact.id } });
    await s.test.api("PATCH", "/ticket-settings", { moves: { open: [] } });
    await send(`${list}/${ticket.number}`, { action: "close" }, [], { cookie });
    expect((await s.get(ticket.id)).status).toBe("resolved");
    await s.test.api("PATCH", "/ticket-settings", { moves: {} });
    await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "closed" });
    later(1000);
    await send(`${list}/${ticket.number}`, { text: "It is back" }, [], { cookie });
    await s.test.work();
    const next = (await s.ann("GET", `/tickets?contact_id=${first.contact.id}&sort=newest`)).data[0];
    expect(next).toMatchObject({ title: "We noticed", source: "follow_up", status: "open" });
    expect((await see(list, { cookie })).body).toContain(`#${next.number}`);
  });

  it("finds what was merged into somebody else's by its number, and cannot close that", async () => {
    const [theirs, survivor] = [await asked("kai", "Down"), await asked(`zoe-${newId().slice(0, 8)}`, "Outage of zoe")];
    const cookie = await byLink(theirs.id);
    await s.ann("POST", `/tickets/${theirs.id}/merge`, { into: survivor.id });
    await s.ann("PATCH", `/tickets/${survivor.id}`, { status: "in_progress" });
    const mine = (await see(list, { cookie })).body;
    expect(mine).toContain(`#${theirs.number} Down`);
    expect(mine).toContain("In progress");
    const page = (await see(`${list}/${theirs.number}`, { cookie })).body;
    expect(page).toContain("Down: please look");
    expect(page).not.toMatch(/zoe|value="close"/);
    await send(`${list}/${theirs.number}`, { action: "close" }, [], { cookie });
    expect((await s.get(survivor.id)).status).toBe("in_progress");
    expect((await see(`${list}/${survivor.number}`, { cookie })).statusCode).toBe(404);
  });
});
