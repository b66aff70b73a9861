/** The same unknown address, fifty times at once and by every way in: one contact. */
import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { systemContext } from "../../platform/context.ts";
import { prepareArrival, receiveMessages } from "../conversations/index.ts";
import { importBed } from "../imports/test-bed.ts";
import { openChat, secret, signJwt } from "../visitors/testing.ts";

const { t, open } = await openChat();
const bed = importBed(t);
afterAll(() => t.close());

it.each([1, 2, 3])("mail, widget, import and API at the same moment (%i)", { timeout: 120_000 }, async (round) => {
  const email = `same${round}@unknown.example`;
  const api = (await t.api("POST", "/channels", { kind: "api", name: `Way in ${round}` })).data;
  const ctx = systemContext(t.platform, t.workspaceId);
  const { rows } = await t.platform.db.ownerPool.query("select id from connections where kind = 'email' limit 1");
  const connection = { id: rows[0].id, kind: "email", teamId: null, autoReply: false };
  const byMail = async (i: number) => {
    const message = {
      kind: "message" as const,
      externalId: `<${randomUUID()}@mail>`,
      thread: null,
      from: { kind: "email" as const, value: email, name: "Same" },
      sentAt: new Date(),
      text: `by mail ${i}`,
      subject: `Mail ${i}`,
      files: [],
    };
    return receiveMessages(ctx, [await prepareArrival(ctx, connection, message as never)]);
  };
  const byApi = (i: number) =>
    t.api("POST", `/channels/${api.id}/messages`, {
      external_id: `${round}-${i}`,
      from: { email, name: "Same" },
      text: `by api ${i}`,
    });
  const byWidget = () => open({ identity_token: signJwt({ email, sub: `user-${round}`, name: "Same" }, secret) });
  const byHand = () => t.api("POST", "/contacts", { name: "Same", emails: [email] });
  const files = await Promise.all(
    [1, 2, 3].map((n) =>
      bed.upload(`name,email,tier\nSame,${email},\nSomebody ${n},other${n}-${round}@unknown.example,\n`),
    ),
  );
  for (const file of files) await bed.check(file.id);
  // As its worker does it, so that it is at work while the others are.
  const byImport = async (i: number) => {
    const file = files[Math.floor(i / 6) % files.length]!;
    const answer = await t.api("POST", `/imports/${file.id}/run`);
    if (answer.status === 200) await t.work();
  };
  const ways = [byMail, byApi, byWidget, byHand, byImport, byMail];
  const answers = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => ways[i % ways.length]!(i)));
  expect(answers.filter((answer) => answer.status === "rejected")).toEqual([]);
  await t.work();
  for (const file of files)
    expect((await t.api("GET", `/imports/${file.id}`)).data).toMatchObject({ state: "done", counts: { failed: 0 } });
  const found = (await t.api("GET", `/contacts?email=${email}`)).data;
  expect(found).toHaveLength(1);
  const named = (await t.api("GET", `/contacts?q=same${round}@unknown`)).data;
  expect(named).toHaveLength(1);
  const { rows: all } = await t.platform.db.ownerPool.query(
    `select count(distinct coalesce(c.merged_into, c.id))::int as n from contacts c
     where c.id = any(array(select contact_id from contact_identities where value in ($1, $2)))`,
    [email, `user-${round}`],
  );
  expect(all[0].n).toBe(1);
  const { rows: alone } = await t.platform.db.ownerPool.query(
    "select count(*)::int as n from contacts c where not exists (select from contact_identities i where i.contact_id = c.id)",
  );
  expect(alone[0].n, "a contact without any way to reach it was left behind").toBe(0);
});
