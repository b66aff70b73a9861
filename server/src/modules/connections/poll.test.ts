import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChannelError } from "../../channels/adapter.ts";
import { createFakeProvider, type FakeProvider, fakeRequest } from "../../channels/fake/adapter.ts";
import { addAdapter } from "../../channels/registry.ts";
import type { Platform } from "../../platform/context.ts";
import { type Pollers, startPollers } from "./poll/pollers.ts";
import { type Bed, fakeMessage, openBed } from "./test-bed.ts";

let bed: Bed;
const started: Pollers[] = [];
beforeAll(async () => {
  bed = await openBed();
});
afterAll(async () => {
  for (const pollers of started) await pollers.stop();
  await bed.close();
});

const pace = { again: 50, firstBackoff: 50, longestBackoff: 400, worksAfter: 100 };
const begin = async (platform: Platform = bed.platform) => {
  const pollers = await startPollers(platform, { lookEvery: 50, pace });
  started.push(pollers);
  return pollers;
};
const until = async (check: () => Promise<boolean> | boolean, within = 5000) => {
  const end = Date.now() + within;
  while (!(await check())) {
    if (Date.now() > end) throw new Error("It did not happen in time.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const addMailbox = async (kind: string, more: object = {}): Promise<string> =>
  (await bed.api("POST", "/channels", { kind, name: kind, settings: { mode: "poll" }, ...more })).data.id;
const provider = (kind: string): FakeProvider => {
  const made = createFakeProvider({ kind });
  addAdapter(bed.platform, made.adapter);
  return made;
};
const count = async (id: string) =>
  (await bed.rows<{ n: number }>("select count(*)::int as n from raw_messages where connection_id = $1", [id]))[0]!.n;
const row = async (id: string) =>
  (
    await bed.rows<{ cursor: string; health: string; health_reason: string }>(
      "select cursor, health, health_reason from connections where id = $1",
      [id],
    )
  )[0]!;

describe("following mailboxes", () => {
  test("a mailbox is found, followed, resumed at its cursor, and let go when paused or removed", async () => {
    const fake = provider("mail-a");
    const pollers = await begin();
    const id = await addMailbox("mail-a");
    fake.source.push(fakeRequest([fakeMessage("1")]), fakeRequest([fakeMessage("2")]));
    await until(async () => (await count(id)) === 2);
    expect(await row(id)).toMatchObject({ cursor: "2", health: "ok" });
    await bed.api("PATCH", `/channels/${id}`, { state: "paused" });
    await until(() => !pollers.following().includes(id));
    fake.source.push(fakeRequest([fakeMessage("3")]));
    await bed.api("PATCH", `/channels/${id}`, { state: "active" });
    await until(async () => (await count(id)) === 3);
    await bed.work();
    expect(await bed.rows("select 1 from messages where connection_id = $1", [id])).toHaveLength(3);
    await bed.api("DELETE", `/channels/${id}`);
    await until(() => !pollers.following().includes(id));
    await pollers.stop();
  });

  test("a connection that pushes is not followed", async () => {
    provider("mail-b");
    const pollers = await begin();
    const id = await addMailbox("mail-b", { settings: { mode: "push" } });
    const other = await addMailbox("mail-b");
    await until(() => pollers.following().includes(other));
    expect(pollers.following()).not.toContain(id);
    await pollers.stop();
  });

  test("a broken one shows why and comes back by itself; it delays no other", async () => {
    const broken = provider("mail-c");
    const fine = provider("mail-d");
    broken.pollFailure = new ChannelError("The server says the password is wrong.", { retry: false });
    const pollers = await begin();
    const bad = await addMailbox("mail-c");
    const good = await addMailbox("mail-d");
    fine.source.push(fakeRequest([fakeMessage("1")]));
    await until(async () => (await count(good)) === 1);
    await until(async () => (await row(bad)).health === "failing");
    expect((await row(bad)).health_reason).toBe("The server says the password is wrong.");
    broken.pollFailure = null;
    // Nothing new comes: it works all the same.
    await until(async () => (await row(bad)).health === "ok");
    broken.source.push(fakeRequest([fakeMessage("2")]));
    await until(async () => (await count(bad)) === 1);
    await pollers.stop();
  });

  test("two nodes follow each mailbox once, and one takes over when the other stops", async () => {
    const fake = provider("mail-e");
    const other = bed.another();
    addAdapter(other, fake.adapter);
    const ids = await Promise.all(Array.from({ length: 8 }, () => addMailbox("mail-e")));
    const [one, two] = [await begin(), await begin(other)];
    const mine = (pollers: Pollers) => pollers.following().filter((id) => ids.includes(id));
    await until(() => mine(one).length + mine(two).length === 8);
    expect(mine(one).filter((id) => mine(two).includes(id))).toEqual([]);
    fake.source.push(fakeRequest([fakeMessage("1")]));
    await until(async () => (await Promise.all(ids.map(count))).every((n) => n === 1));
    await one.stop();
    await until(() => mine(two).length === 8);
    fake.source.push(fakeRequest([fakeMessage("2")]));
    await until(async () => (await Promise.all(ids.map(count))).every((n) => n === 2));
    await two.stop();
  });

  test("when its database connection is lost, it begins anew and loses nothing", async () => {
    const fake = provider("mail-f");
    const pollers = await begin();
    const id = await addMailbox("mail-f");
    fake.source.push(fakeRequest([fakeMessage("1")]));
    await until(async () => (await count(id)) === 1);
    await bed.rows(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    fake.source.push(fakeRequest([fakeMessage("2")]));
    await until(async () => (await count(id).catch(() => 0)) === 2, 10_000);
    expect(await row(id)).toMatchObject({ cursor: "2" });
    await pollers.stop();
  });
});
