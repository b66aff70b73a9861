/** Imports from outside: what goes in, what is refused and why, what comes back out, and nobody twice. */
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callerOf } from "../../platform/caller.ts";
import { sql } from "../../platform/db.ts";
import { openTest, type Test } from "../../test/kit.ts";
import { runImport } from "./run.ts";
import { type Bed, importBed, upload } from "./test-bed.ts";

let t: Test;
let bed: Bed;
beforeAll(async () => {
  t = await openTest();
  bed = importBed(t);
});
afterAll(() => t?.close());

const find = async (email: string) => (await t.api("GET", `/contacts?email=${encodeURIComponent(email)}`)).data;

test("a German file: encoding, delimiter and columns are told; the dry run says what would be; the run does it", async () => {
  await t.api("POST", "/fields", { record: "contact", label: "Plätze", type: "number" });
  const text =
    "Vorname;Nachname;E-Mail;Telefon;Firma;Plätze\r\nJürgen;Müßig;juergen@firma.test;+49 30 1234567;Firma GmbH;1.234,5\r\nZoë;;zoe@firma.test;;Firma GmbH;3\r\nKaputt;;keine adresse;;;viele\r\n";
  const made = await bed.upload(iconv.encode(text, "windows-1252"));
  expect(made).toMatchObject({
    encoding: "windows-1252",
    delimiter: ";",
    has_head: true,
    mapping: ["first_name", "last_name", "email", "phone", "company", expect.stringMatching(/^custom\./)],
  });
  expect(made.sample[0]).toContain("Müßig");
  const checked = await bed.check(made.id);
  expect(checked).toMatchObject({
    state: "checked",
    total: 3,
    companies_created: 1,
    counts: { created: 2, failed: 1 },
  });
  expect(await find("juergen@firma.test")).toEqual([]);
  const [bad] = await bed.rows(made.id);
  expect(bad).toMatchObject({ row: 4, outcome: "failed" });
  expect(bad!.reasons.join(" ")).toMatch(/keine adresse.*Plätze/s);
  const done = await bed.run(made.id);
  expect(done).toMatchObject({ state: "done", done: 3, counts: { created: 2, failed: 1 } });
  const [contact] = await find("juergen@firma.test");
  expect(contact).toMatchObject({ name: "Jürgen Müßig", phones: ["+49301234567"], company: { name: "Firma GmbH" } });
  expect(Object.values(contact.custom_fields)).toEqual([1234.5]);
});

test("existing ones are updated, or left alone; a second run of the same file changes nothing", async () => {
  await bed.import("name,email,tier\nEve,eve@two.test,gold\n");
  const again = await bed.import("name,email,tier,phone\nEve Adams,EVE@two.test,,+49 30 55555\n");
  expect(again.counts).toMatchObject({ created: 0, updated: 1 });
  expect((await find("eve@two.test"))[0]).toMatchObject({ name: "Eve Adams", tier: "gold", phones: ["+493055555"] });
  expect((await bed.import("name,email\nNot Eve,eve@two.test\n", { existing: "skip" })).counts.skipped).toBe(1);
  expect((await bed.import("name,email\nEve Adams,eve@two.test\n")).counts.unchanged).toBe(1);
  expect((await find("eve@two.test"))[0].name).toBe("Eve Adams");
});

test("the undo leaves a new contact about whom there is a ticket, also one in which they are only named", async () => {
  const done = await bed.import("name,email\nAsks,asks@ticket.test\nNamed,named@ticket.test\nIdle,idle@ticket.test\n");
  const [asks, named] = [(await find("asks@ticket.test"))[0], (await find("named@ticket.test"))[0]];
  const { data } = await t.api("POST", "/tickets", { title: "Of both", contact_id: asks.id });
  expect((await t.api("POST", `/tickets/${data.id}/contacts`, { contact_id: named.id })).status).toBeLessThan(300);
  expect(await bed.undo(done.id)).toMatchObject({ state: "undone", counts: { undone: 1, kept: 2 } });
  expect(await find("asks@ticket.test")).toHaveLength(1);
  expect(await find("named@ticket.test")).toHaveLength(1);
  expect(await find("idle@ticket.test")).toEqual([]);
});

test("the undo gives back what was, and leaves what somebody did since", async () => {
  const old = (await t.api("POST", "/contacts", { name: "Old", emails: ["old@undo.test"], tier: "silver" })).data;
  const also = (await t.api("POST", "/contacts", { name: "Also", emails: ["also@undo.test"] })).data;
  const done = await bed.import(
    "name,email,phone,tier,company\nOld Renamed,old@undo.test,+49 40 111111,gold,Undo Ltd\nAlso Renamed,also@undo.test,,gold,\nNew,new@undo.test,,,Undo Ltd\nWritten,written@undo.test,,,\n",
  );
  expect(done.counts).toMatchObject({ created: 2, updated: 2 });
  const written = (await find("written@undo.test"))[0];
  await t.api("PATCH", `/contacts/${also.id}`, { tier: "platinum" });
  await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
    tx.run(
      sql`insert into conversations (workspace_id, id, contact_id, channel, last_message_at) values (${t.workspaceId}, gen_random_uuid(), ${written.id}, 'email', now())`,
    ),
  );
  const undone = await bed.undo(done.id);
  expect(undone).toMatchObject({ state: "undone", counts: { undone: 2, kept: 2 } });
  expect((await t.api("GET", `/contacts/${old.id}`)).data).toMatchObject({
    name: "Old",
    tier: "silver",
    phones: [],
    company: null,
  });
  expect((await t.api("GET", `/contacts/${also.id}`)).data).toMatchObject({ name: "Also", tier: "platinum" });
  expect(await find("new@undo.test")).toEqual([]);
  expect(await find("written@undo.test")).toHaveLength(1);
  expect((await t.api("GET", "/companies?q=Undo")).data).toEqual([]);
  expect((await bed.rows(done.id, "kept")).map((row) => row.reasons.join())).toEqual([
    expect.stringContaining("tier"),
    expect.stringContaining("conversations"),
  ]);
});

test("consent comes from a file with its source, never over a no, and goes with the undo", async () => {
  const make = async (name: string) => {
    const contact = (await t.api("POST", "/contacts", { name, emails: [`${name}@said.test`] })).data;
    const say = (state: string) =>
      t.api("PUT", `/contacts/${contact.id}/consents`, {
        identity_id: contact.identities[0].id,
        channel: "email",
        state,
        reason: "by hand",
      });
    const read = async () =>
      (await t.api("GET", `/contacts/${contact.id}/consents`)).data.map((one: any) => [
        one.channel,
        one.state,
        one.reason,
      ]);
    return { say, read };
  };
  const [yes, no, blank, later] = [await make("yes"), await make("no"), await make("blank"), await make("later")];
  await yes.say("opted_in");
  await no.say("opted_out");
  const text = [
    "name,email,consent_email,consent_sms",
    "yes,yes@said.test,opted_out,",
    "no,no@said.test,opted_in,",
    "blank,blank@said.test,opted_in,",
    "blank,blank@said.test,opted_out,",
    "later,later@said.test,opted_out,",
    "fresh,fresh@said.test,opted_out,",
    "bad,bad@said.test,maybe,opted_in",
  ].join("\n");
  const made = await bed.upload(text);
  expect(made.mapping).toEqual(["name", "email", "consent_email", "consent_sms"]);
  const counts = { created: 1, updated: 4, failed: 2 };
  expect((await bed.check(made.id)).counts).toMatchObject(counts);
  expect((await bed.rows(made.id)).map((row) => [row.row, row.reasons.length])).toEqual([
    [3, 1],
    [8, 2],
  ]);
  expect(await yes.read()).toEqual([["email", "opted_in", "by hand"]]);
  expect((await bed.run(made.id)).counts).toMatchObject(counts);
  expect(await yes.read()).toEqual([["email", "opted_out", "Import: contacts.csv"]]);
  expect(await no.read()).toEqual([["email", "opted_out", "by hand"]]);
  expect(await blank.read()).toEqual([["email", "opted_out", "Import: contacts.csv"]]);
  const out = await t.api("GET", `/contacts/export?q=said.test&sort=name&columns=email,consent`);
  expect(
    parse(String(out.body), { bom: true, columns: true }).map((row: any) => `${row.name} ${row.consent_email}`),
  ).toEqual(["blank opted_out", "fresh opted_out", "later opted_out", "no opted_out", "yes opted_out"]);
  expect((await bed.import(String(out.body))).counts).toMatchObject({ unchanged: 5, failed: 0 });
  await later.say("opted_in");
  expect((await bed.undo(made.id)).counts).toMatchObject({ undone: 4, kept: 1 });
  expect(await yes.read()).toEqual([["email", "opted_in", "by hand"]]);
  expect(await blank.read()).toEqual([]);
  expect(await later.read()).toEqual([["email", "opted_in", "by hand"]]);
  const left = await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
    tx.rows<{ value: string }>(sql`select value from consents where value like '%@said.test' order by 1`),
  );
  expect(left.map((row) => row.value)).toEqual(["later@said.test", "no@said.test", "yes@said.test"]);
});

test("hostile cells are data: no formula, markup, SQL or mapping gets further than its field", async () => {
  const nasty = `=HYPERLINK("http://evil.test","x")`;
  const rows = [
    nasty,
    "<img src=x onerror=alert(1)>",
    "'; drop table contacts; --",
    "a\u0007b\u202ec",
    "x".repeat(5000),
  ];
  const text = `name,email\n${rows.map((cell, i) => `"${cell.replaceAll('"', '""')}",n${i}@nasty.test`).join("\n")}\n"=1+1","bad mail"\n`;
  const done = await bed.import(text);
  expect(done.counts).toMatchObject({ created: 5, failed: 1 });
  expect((await find("n2@nasty.test"))[0].name).toBe("'; drop table contacts; --");
  expect((await find("n4@nasty.test"))[0].name).toHaveLength(200);
  const file = await t.api("GET", `/imports/${done.id}/refused.csv`);
  const [head, row] = parse(String(file.body), { bom: true });
  expect(head).toEqual(["problem", "name", "email"]);
  expect(row![1]).toBe("'=1+1");
  for (const mapping of [
    ["name", "name"],
    ["contacts.id", "email"],
    ["workspace_id", "email"],
  ])
    expect((await t.api("PATCH", `/imports/${(await bed.upload("a,b\n1,2\n")).id}`, { mapping })).status).toBe(400);
});

test("broken files are refused with what to do, and a file that breaks off says in which row", async () => {
  const no = async (body: string | Buffer) => (await upload(t, body)).error.message;
  expect(await no("")).toMatch(/empty/);
  expect(await no(Buffer.from("PK\u0003\u0004…workbook"))).toMatch(/workbook/);
  expect(await no(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))).toMatch(/not a text/);
  const broken = await bed.upload('name,email\nA,a@broken.test\nB,"b@broken.test\nC,c@broken.test\n');
  expect(await bed.check(broken.id)).toMatchObject({ state: "failed", reason: expect.stringContaining("row 3") });
  expect((await t.api("POST", `/imports/${broken.id}/run`)).status).toBe(409);
  const keyless = await bed.upload("name,city\nA,Rome\n");
  expect((await t.api("POST", `/imports/${keyless.id}/check`)).error.field).toBe("mapping");
});

test("the same file twice at once, with the same people arriving by API: everybody once", async () => {
  const lines = Array.from({ length: 1200 }, (_, i) => `P${i},p${i}@same.test,Same ${i % 7} Ltd`);
  const text = `name,email,company\n${lines.join("\n")}\n`;
  const both = [
    await bed.upload(text),
    await bed.upload(lines.length ? `name,email,company\n${lines.toReversed().join("\n")}\n` : ""),
  ];
  for (const one of both) await bed.check(one.id);
  for (const one of both) await t.api("POST", `/imports/${one.id}/run`);
  const byApi = Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      t.api("POST", "/contacts", { name: `P${i}`, emails: [`p${i * 30}@same.test`] }),
    ),
  );
  await Promise.all([t.work(), byApi]);
  const results = await Promise.all(both.map(async (one) => (await t.api("GET", `/imports/${one.id}`)).data));
  expect(results.map((one) => one.state)).toEqual(["done", "done"]);
  const made = (await byApi).filter((answer) => answer.status === 201).length;
  expect(results[0].counts.created + results[1].counts.created + made).toBe(1200);
  const rows = await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
    tx.row<{ contacts: number; companies: number }>(sql`select
      (select count(*)::int from contact_identities where value like '%@same.test') as contacts,
      (select count(*)::int from companies where name like 'Same %') as companies`),
  );
  expect(rows).toEqual({ contacts: 1200, companies: 7 });
});

test("a run that is killed goes on where it was, and stops when told", async () => {
  const text = `name,email\n${Array.from({ length: 2500 }, (_, i) => `K${i},k${i}@killed.test`).join("\n")}\n`;
  const made = await bed.upload(text);
  await bed.check(made.id);
  await t.api("POST", `/imports/${made.id}/run`);
  const killed = new AbortController();
  const record = await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
    tx.row<{ caller: never }>(sql`select caller from imports where id = ${made.id}`),
  );
  const stopWatching = t.platform.hub.subscribe(t.workspaceId, () => killed.abort());
  await runImport(callerOf(t.platform, t.workspaceId, record!.caller), made.id, killed.signal);
  stopWatching();
  const half = (await t.api("GET", `/imports/${made.id}`)).data;
  expect(half).toMatchObject({ state: "running" });
  expect(half.done).toBeGreaterThan(0);
  expect(half.done).toBeLessThan(2500);
  await t.work();
  expect((await t.api("GET", `/imports/${made.id}`)).data).toMatchObject({
    state: "done",
    done: 2500,
    counts: { created: 2500 },
  });
});

test("twenty thousand rows in bounded memory", { timeout: 120_000 }, async () => {
  const text = `name,email,company,tier\n${Array.from({ length: 20_000 }, (_, i) => `"Person, ${i}",h${i % 19_000}@huge.test,Huge ${i % 500} AG,${i % 2 ? "gold" : ""}`).join("\n")}\n`;
  const before = process.memoryUsage().rss;
  const started = Date.now();
  const done = await bed.import(text);
  expect(done).toMatchObject({
    state: "done",
    done: 20_000,
    companies_created: 500,
    counts: { created: 19_000, updated: 1000 },
  });
  console.info(
    `20,000 rows in ${Date.now() - started} ms, ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more`,
  );
});
