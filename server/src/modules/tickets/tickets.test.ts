import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import { openScene, type Scene } from "./test-scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await openScene();
});
afterAll(() => s?.test.close());

const ids = (list: { id: string }[]) => list.map((t) => t.id);

describe("making a ticket", () => {
  it("from a conversation: linked both ways, with its contact, and a line in the thread", async () => {
    const conversation = await s.write("mia", "My grinder smokes");
    const ticket = await s.ticket({
      conversation_ids: [conversation],
      tags: ["Warranty"],
      description: "<p>Smoke</p><script>x</script>",
    });
    expect(ticket).toMatchObject({
      status: "open",
      priority: "normal",
      contact: { name: "mia" },
      tags: ["Warranty"],
      source: "member",
      conversation_count: 1,
    });
    const detail = await s.get(ticket.id);
    expect(detail.description).toBe("<p>Smoke</p>");
    expect(ids(detail.conversations)).toEqual([conversation]);
    expect(ids((await s.ann("GET", `/conversations/${conversation}/tickets`)).data)).toEqual([ticket.id]);
    const lines = (await s.ann("GET", `/conversations/${conversation}/events`)).data;
    expect(lines.at(-1)).toMatchObject({
      type: "ticket.linked",
      data: { number: ticket.number, title: "Broken grinder" },
    });
  });

  it("gives fifty at once fifty numbers, increasing, and one for an id sent twice at once", async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => s.test.api("POST", "/tickets", { title: "x" })));
    expect(new Set(made.map((m) => m.data.number)).size).toBe(50);
    const later = (await s.ticket()).number;
    expect(Math.max(...made.map((m) => m.data.number))).toBeLessThan(later);
    const id = newId();
    const twice = await Promise.all([1, 2].map(() => s.test.api("POST", "/tickets", { id, title: "once" })));
    expect(twice.map((t) => t.status).sort()).toEqual([200, 201]);
    expect(twice[0]!.data.number).toBe(twice[1]!.data.number);
  });

  it.each([
    [{}, 400],
    [{ title: "   " }, 400],
    [{ title: "x".repeat(301) }, 400],
    [{ title: "x", priority: "vip" }, 400],
    [{ title: "x", assignee_id: newId() }, 422],
    [{ title: "x", team_id: newId() }, 422],
    [{ title: "x", type: "no such type" }, 422],
    [{ title: "x", conversation_ids: [newId()] }, 422],
    [{ title: "x", contact_id: newId() }, 422],
    [{ title: "x", color: "red" }, 400],
  ])("refuses %j", async (input, status) => {
    expect((await s.ann("POST", "/tickets", input)).status).toBe(status);
  });
});

describe("changing a ticket", () => {
  it("notes old → new, moves its status, and can be undone", async () => {
    const ticket = await s.ticket();
    const me = (await s.ann("GET", "/me")).data.member.id;
    const changed = await s.ann("PATCH", `/tickets/${ticket.id}`, {
      priority: "urgent",
      assignee_id: me,
      status: "resolved",
      version: ticket.version,
    });
    expect(changed.data).toMatchObject({ priority: "urgent", status: "resolved", assignee: { id: me } });
    expect(changed.data.resolved_at).not.toBeNull();
    const events = await s.activity(ticket.id);
    expect(events.find((e) => e.type === "ticket.updated")!.data.changes).toEqual(
      expect.arrayContaining([
        { field: "priority", from: "normal", to: "urgent" },
        expect.objectContaining({ field: "assignee", from: null }),
      ]),
    );
    expect(events.at(-1)).toMatchObject({ type: "ticket.status_changed", data: { from: "open", to: "resolved" } });
    expect((await s.ann("POST", `/ticket-actions/${changed.data.action_id}/undo`)).data.state).toBe("undone");
    expect(await s.get(ticket.id)).toMatchObject({
      priority: "normal",
      status: "open",
      assignee: null,
      resolved_at: null,
    });
  });

  it("lets two members edit at once and loses nothing: the second is told", async () => {
    const ticket = await s.ticket();
    const both = await Promise.all([
      s.ann("PATCH", `/tickets/${ticket.id}`, { title: "From Ann", version: ticket.version }),
      s.test.api("PATCH", `/tickets/${ticket.id}`, { title: "From the script", version: ticket.version }),
    ]);
    expect(both.map((b) => b.status).sort()).toEqual([200, 409]);
    const winner = both.find((b) => b.status === 200)!.data;
    expect(await s.get(ticket.id)).toMatchObject({ title: winner.title, version: winner.version });
    expect(both.find((b) => b.status === 409)!.error).toMatchObject({ code: "version_conflict", field: "version" });
  });

  it("an undo leaves alone what somebody else changed since", async () => {
    const ticket = await s.ticket();
    const mine = await s.ann("PATCH", `/tickets/${ticket.id}`, { title: "Mine", priority: "high" });
    await s.test.api("PATCH", `/tickets/${ticket.id}`, { title: "Theirs" });
    expect((await s.ann("POST", `/ticket-actions/${mine.data.action_id}/undo`)).data.reason).toContain("someone else");
    expect(await s.get(ticket.id)).toMatchObject({ title: "Theirs", priority: "normal" });
  });

  it("holds to the workspace's own statuses and moves", async () => {
    const parts = (await s.test.api("POST", "/ticket-statuses", { category: "waiting", name: "Waiting for parts" }))
      .data;
    expect((await s.test.api("POST", "/ticket-statuses", { category: "open", name: "waiting FOR parts" })).status).toBe(
      409,
    );
    const settings = (await s.test.api("GET", "/ticket-settings")).data;
    await s.test.api("PATCH", "/ticket-settings", { moves: { [parts.id]: ["open"] }, version: settings.version });
    expect((await s.test.api("PATCH", "/ticket-settings", { moves: { nonsense: [] } })).status).toBe(400);
    const ticket = await s.ticket();
    const moved = await s.ann("PATCH", `/tickets/${ticket.id}`, { status_id: parts.id });
    expect(moved.data).toMatchObject({ status: "waiting", status_id: parts.id });
    expect((await s.get(ticket.id)).moves).toEqual(["open"]);
    expect((await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "closed" })).status).toBe(422);
    expect((await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "open" })).data).toMatchObject({
      status: "open",
      status_id: null,
    });
    expect((await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "open", status_id: parts.id })).status).toBe(422);
  });
});

describe("a customer's answer", () => {
  it.each([
    ["waiting", "open"],
    ["resolved", "open"],
    ["in_progress", "in_progress"],
    ["closed", "closed"],
  ])("on %s makes it %s", async (status, after) => {
    const thread = newId();
    const conversation = await s.write(thread, "one");
    const ticket = await s.ticket({ conversation_ids: [conversation] });
    await s.ann("PATCH", `/tickets/${ticket.id}`, { status });
    await s.write(thread, "two");
    await s.test.work();
    expect((await s.get(ticket.id)).status).toBe(after);
  });

  it("stays resolved when the workspace wants that", async () => {
    await s.test.api("PATCH", "/ticket-settings", { reopen_resolved: false });
    const thread = newId();
    const ticket = await s.ticket({ conversation_ids: [await s.write(thread, "one")] });
    await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "resolved" });
    await s.write(thread, "thanks!");
    await s.test.work();
    expect((await s.get(ticket.id)).status).toBe("resolved");
    await s.test.api("PATCH", "/ticket-settings", { reopen_resolved: true });
  });

  it("on a closed ticket begins one follow-up, however many messages come at once", async () => {
    const thread = newId();
    const conversation = await s.write(thread, "one");
    const ticket = await s.ticket({ title: "Old matter", conversation_ids: [conversation], priority: "high" });
    await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "closed" });
    await Promise.all(["two", "three", "four"].map((text) => s.write(thread, text)));
    await s.test.work();
    const linked = (await s.ann("GET", `/conversations/${conversation}/tickets`)).data;
    expect(linked).toHaveLength(2);
    expect(linked[0]).toMatchObject({ title: "Old matter", status: "open", source: "follow_up", priority: "high" });
    expect((await s.get(linked[0].id)).follow_up_of).toMatchObject({ number: ticket.number });
    expect((await s.get(ticket.id)).links).toMatchObject([{ kind: "related", ticket: { id: linked[0].id } }]);
    await s.ann("PATCH", `/tickets/${linked[0].id}`, { status: "closed" });
    await s.write(thread, "again");
    await s.test.work();
    expect((await s.ann("GET", `/conversations/${conversation}/tickets`)).data).toHaveLength(3);
  });
});

describe("merging", () => {
  it("reads as one, keeps numbers valid, and comes apart with the answers since", async () => {
    const [a, b] = [newId(), newId()];
    const [one, two] = [await s.write(a, "a1"), await s.write(b, "b1")];
    const source = await s.ticket({ title: "Duplicate", conversation_ids: [one] });
    const target = await s.ticket({ title: "Survivor", conversation_ids: [two] });
    await s.ann("POST", `/tickets/${source.id}/notes`, { text: "a note on the duplicate" });
    await s.ann("PATCH", `/tickets/${source.id}`, { status: "waiting" });
    await s.ann("PATCH", `/tickets/${target.id}`, { status: "waiting" });
    const preview = (await s.ann("GET", `/tickets/${source.id}/merge-preview?into=${target.id}`)).data;
    expect(preview).toMatchObject({ conversations: 1, notes: 1, source: { number: source.number } });
    expect(preview.differences).toContainEqual({ field: "title", kept: "Survivor", put_aside: "Duplicate" });

    expect((await s.ann("POST", `/tickets/${source.id}/merge`, { into: target.id })).data.id).toBe(target.id);
    const merged = await s.get(target.id);
    expect(ids(merged.conversations).sort()).toEqual([one, two].sort());
    expect(merged.merged).toMatchObject([{ number: source.number }]);
    expect((await s.ann("GET", `/tickets/${target.id}/notes`)).data).toHaveLength(1);
    expect(ids((await s.ann("GET", `/tickets?number=${source.number}`)).data)).toEqual([target.id]);
    expect(ids((await s.ann("GET", `/tickets?q=%23${source.number}`)).data)).toEqual([target.id]);
    expect(ids((await s.ann("GET", "/tickets?limit=100")).data)).not.toContain(source.id);
    expect((await s.ann("PATCH", `/tickets/${source.id}`, { title: "x" })).status).toBe(409);

    await s.write(a, "a2");
    await s.test.work();
    expect((await s.get(target.id)).status).toBe("open");
    await s.ann("POST", `/tickets/${target.id}/notes`, { text: "a note on the survivor" });

    expect((await s.ann("POST", `/tickets/${source.id}/unmerge`)).data).toMatchObject({
      id: source.id,
      merged_into: null,
      status: "open",
    });
    expect(ids((await s.get(source.id)).conversations)).toEqual([one]);
    expect(ids((await s.get(target.id)).conversations)).toEqual([two]);
    expect((await s.ann("GET", `/tickets/${source.id}/notes`)).data.map((n: any) => n.text)).toEqual([
      "a note on the duplicate",
    ]);
    expect((await s.ann("GET", `/tickets/${target.id}/notes`)).data.map((n: any) => n.text)).toEqual([
      "a note on the survivor",
    ]);
    expect((await s.ann("POST", `/tickets/${source.id}/unmerge`)).status).toBe(409);
  });

  it("two merges at once do not wait for each other, and a chain comes apart in any order", async () => {
    const [a, b, c] = [await s.ticket(), await s.ticket(), await s.ticket()];
    const results = await Promise.all([
      s.ann("POST", `/tickets/${a.id}/merge`, { into: b.id }),
      s.ann("POST", `/tickets/${b.id}/merge`, { into: a.id }),
    ]);
    expect(results.map((r) => r.status).sort()).toEqual([200, 409]);
    const [gone, stays] = results[0]!.status === 200 ? [a, b] : [b, a];
    await s.ann("POST", `/tickets/${stays.id}/merge`, { into: c.id });
    expect((await s.get(c.id)).merged).toHaveLength(2);
    await s.ann("POST", `/tickets/${stays.id}/unmerge`);
    expect((await s.get(stays.id)).merged).toMatchObject([{ id: gone.id }]);
    await s.ann("POST", `/tickets/${gone.id}/unmerge`);
    expect((await s.get(gone.id)).merged_into).toBeNull();
  });
});

describe("links", () => {
  it("have two sides, progress of children, and no circles", async () => {
    const [parent, child, other] = [await s.ticket(), await s.ticket(), await s.ticket()];
    expect(
      (await s.ann("POST", `/tickets/${parent.id}/links`, { kind: "child", ticket_id: child.id })).data,
    ).toMatchObject([{ kind: "child" }]);
    expect((await s.get(child.id)).links).toMatchObject([{ kind: "parent", ticket: { id: parent.id } }]);
    expect((await s.ann("POST", `/tickets/${child.id}/links`, { kind: "child", ticket_id: parent.id })).status).toBe(
      422,
    );
    expect((await s.ann("POST", `/tickets/${child.id}/links`, { kind: "parent", ticket_id: other.id })).status).toBe(
      409,
    );
    await s.ann("PATCH", `/tickets/${child.id}`, { status: "resolved" });
    expect((await s.get(parent.id)).children_progress).toEqual({ done: 1, total: 1 });
    await s.ann("POST", `/tickets/${parent.id}/links`, { kind: "blocks", ticket_id: other.id });
    await s.ann("POST", `/tickets/${other.id}/links`, { kind: "blocks", ticket_id: child.id });
    expect((await s.ann("POST", `/tickets/${child.id}/links`, { kind: "blocks", ticket_id: parent.id })).status).toBe(
      422,
    );
    expect((await s.get(child.id)).links.map((l: any) => l.kind).sort()).toEqual(["blocked_by", "parent"]);
    const link = (await s.get(parent.id)).links.find((l: any) => l.kind === "blocks");
    expect((await s.ann("DELETE", `/tickets/${parent.id}/links/${link.id}`)).status).toBe(200);
    expect((await s.ann("POST", `/tickets/${parent.id}/links`, { kind: "related", ticket_id: parent.id })).status).toBe(
      422,
    );
    expect((await s.ann("POST", `/tickets/${parent.id}/links`, { kind: "related", ticket_id: newId() })).status).toBe(
      422,
    );
  });

  it("made at once close no circle", async () => {
    const [a, b] = [await s.ticket(), await s.ticket()];
    const both = await Promise.all([
      s.ann("POST", `/tickets/${a.id}/links`, { kind: "blocks", ticket_id: b.id }),
      s.ann("POST", `/tickets/${b.id}/links`, { kind: "blocks", ticket_id: a.id }),
    ]);
    expect(both.map((r) => r.status).sort()).toEqual([200, 422]);
  });
});

describe("the rest of a ticket", () => {
  it("keeps notes, checklist, files and followers", async () => {
    const ticket = await s.ticket();
    const note = await s.ann("POST", `/tickets/${ticket.id}/notes`, { text: "look at the motor" });
    expect(note.status).toBe(201);
    expect(
      (await s.test.api("PATCH", `/tickets/${ticket.id}/notes/${note.data.id}`, { text: "not mine" })).status,
    ).toBe(403);
    expect((await s.ann("PATCH", `/tickets/${ticket.id}/notes/${note.data.id}`, { text: "the motor" })).data.text).toBe(
      "the motor",
    );
    const [item] = (await s.ann("POST", `/tickets/${ticket.id}/checklist`, { text: "Order parts" })).data;
    expect(
      (await s.ann("PATCH", `/tickets/${ticket.id}/checklist/${item.id}`, { done: true, version: 1 })).data[0].done,
    ).toBe(true);
    expect((await s.ann("PATCH", `/tickets/${ticket.id}/checklist/${item.id}`, { text: "x", version: 1 })).status).toBe(
      409,
    );
    expect((await s.ann("POST", `/tickets/${ticket.id}/follow`)).data.follower_ids).toHaveLength(1);
    expect((await s.get(ticket.id)).checklist_progress).toEqual({ done: 1, total: 1 });
    expect((await s.activity(ticket.id)).map((e) => e.type)).toEqual(
      expect.arrayContaining([
        "ticket.note_created",
        "ticket.note_edited",
        "ticket.checklist_changed",
        "ticket.followers_changed",
      ]),
    );
  });

  it("is put aside and restored", async () => {
    const ticket = await s.ticket();
    expect((await s.ann("DELETE", `/tickets/${ticket.id}`)).data.deleted_at).not.toBeNull();
    expect(ids((await s.ann("GET", "/tickets?view=deleted")).data)).toContain(ticket.id);
    expect((await s.ann("PATCH", `/tickets/${ticket.id}`, { title: "x" })).status).toBe(409);
    expect((await s.ann("POST", `/tickets/${ticket.id}/restore`)).data.deleted_at).toBeNull();
  });

  it("tells every linked customer once, over their own channel", async () => {
    const conversations = await Promise.all(["u1", "u2", "u3"].map((who) => s.write(`${who}-${newId()}`, "down?")));
    const ticket = await s.ticket({ title: "Outage", conversation_ids: conversations });
    const id = newId();
    const sent = await s.ann("POST", `/tickets/${ticket.id}/broadcasts`, {
      id,
      text: "We are back",
      conversation_ids: conversations.slice(0, 2),
    });
    expect(sent.status).toBe(201);
    expect(sent.data.recipients).toHaveLength(2);
    expect((await s.ann("POST", `/tickets/${ticket.id}/broadcasts`, { id, text: "We are back" })).status).toBe(200);
    await s.test.work();
    const [broadcast] = (await s.ann("GET", `/tickets/${ticket.id}/broadcasts`)).data;
    expect(broadcast.recipients.map((r: any) => r.state)).toEqual(["sent", "sent"]);
    for (const [i, conversation] of conversations.entries()) {
      const texts = (await s.ann("GET", `/conversations/${conversation}/messages`)).data.map((m: any) => m.text);
      expect(texts).toEqual(i < 2 ? ["down?", "We are back"] : ["down?"]);
    }
    expect((await s.ann("POST", `/tickets/${(await s.ticket()).id}/broadcasts`, { text: "x" })).status).toBe(422);
  });
});

describe("lists", () => {
  it("page in every order without a gap, count, search and filter", async () => {
    const tag = `t${newId().slice(0, 8)}`;
    const made = [];
    for (let i = 0; i < 7; i++)
      made.push(await s.ticket({ title: `Machine ${i} zanzibar`, tags: [tag], priority: i % 2 ? "high" : "low" }));
    for (const sort of ["updated", "updated_oldest", "newest", "oldest", "priority"]) {
      const seen: string[] = [];
      let cursor = "";
      do {
        const page = await s.ann("GET", `/tickets?tag=${tag}&sort=${sort}&limit=3${cursor}`);
        seen.push(...ids(page.data));
        cursor = page.body.meta.next_cursor && `&cursor=${page.body.meta.next_cursor}`;
      } while (cursor);
      expect([...seen].sort(), sort).toEqual(ids(made).sort());
    }
    expect(ids((await s.ann("GET", "/tickets?q=zanzi&limit=100")).data).sort()).toEqual(ids(made).sort());
    expect((await s.ann("GET", "/tickets?q=zanzibar%20-machine")).data).toEqual([]);
    const filter = {
      op: "and",
      nodes: [
        { field: "tag", op: "has", value: tag },
        {
          op: "or",
          nodes: [
            { field: "priority", op: "is", value: "high" },
            { field: "title", op: "contains", value: "MACHINE 0" },
          ],
        },
      ],
    };
    expect((await s.ann("GET", `/tickets?filter=${encodeURIComponent(JSON.stringify(filter))}`)).data).toHaveLength(4);
    const bad = { op: "and", nodes: [{ field: "folder", op: "is", value: "x" }] };
    expect((await s.ann("GET", `/tickets?filter=${encodeURIComponent(JSON.stringify(bad))}`)).status).toBe(400);
    const view = await s.ann("POST", "/ticket-views", { name: "Machines", scope: "private", filter });
    expect(view.status).toBe(201);
    expect((await s.ann("GET", `/tickets?view_id=${view.data.id}`)).data).toHaveLength(4);
    expect((await s.ann("GET", "/views")).data.some((v: any) => v.id === view.data.id)).toBe(false);
    const counts = (await s.ann("GET", "/tickets/counts")).data;
    expect(counts.saved[view.data.id]).toBe(4);
    expect(counts.views.active).toBeGreaterThan(7);
  });

  it("find what few have: by a tag, part of a title, and the name of whoever asked, merged or not", async () => {
    const contact = async (name: string) => (await s.ann("POST", "/contacts", { name })).data.id;
    const [zoe, double] = [await contact("Zoë Ångström"), await contact("Z. Angstroem")];
    const hers = await s.ticket({ title: "100%_sure it leaks", tags: ["Wéird"], contact_id: zoe });
    const also = await s.ticket({ title: "100 x sure", contact_id: double });
    const finds = async (field: string, op: string, value: string) =>
      ids(
        (
          await s.ann(
            "GET",
            `/tickets?filter=${encodeURIComponent(JSON.stringify({ op: "and", nodes: [{ op: "or", nodes: [{ field, op, value }] }] }))}`,
          )
        ).data,
      );
    expect(await finds("tag", "has", "wéIRD")).toEqual([hers.id]);
    expect(ids((await s.ann("GET", `/tickets?tag=${encodeURIComponent("Wéird")}`)).data)).toEqual([hers.id]);
    expect(await finds("tag", "has", "never heard")).toEqual([]);
    expect(await finds("title", "contains", " 100%_SURE")).toEqual([hers.id]);
    expect(await finds("title", "is", "100 X sure")).toEqual([also.id]);
    expect(await finds("contact_name", "contains", "angstrom")).toEqual([hers.id]);
    await s.ann("POST", `/contacts/${double}/merge`, { into: zoe });
    expect((await finds("contact_name", "contains", "zoe ang")).sort()).toEqual([hers.id, also.id].sort());
    expect(await finds("contact_name", "contains", "angstroem")).toEqual([]);
    expect((await finds("contact_name", "is", "zoe angstrom")).length).toBe(2);
    expect(await finds("contact_name", "not_contains", "zoe")).not.toContain(hers.id);
  });

  it("find by what few say: in the description and in custom fields, also after a change", async () => {
    const custom_fields = { code: "Ä_042", count: 42, spare: true, kinds: ["Red-Hot", "Blue"] };
    const said = await s.ticket({ description: "<p>It hums at 50%_load</p>", custom_fields });
    const other = await s.ticket({ description: "Silent", custom_fields: { code: "B-042", count: 7, serial: "x" } });
    const bare = await s.ticket({ title: "Nothing is known" });
    const both = [said.id, other.id, bare.id];
    const ask = async (node: object) =>
      ids((await s.ann("GET", `/tickets?limit=100&filter=${encodeURIComponent(JSON.stringify(node))}`)).data);
    /** By the index, and by the walk that an "or" leaves: one answer. */
    const finds = async (field: string, op: string, value?: unknown) => {
      const one = { field, op, ...(value === undefined ? {} : { value }) };
      const found = await ask({ op: "and", nodes: [one] });
      expect(found).toEqual(await ask({ op: "or", nodes: [one, one] }));
      return found.filter((id) => both.includes(id)).sort();
    };
    const of = (field: string) => `ticket.custom.${field}`;
    expect(await finds("description", "contains", "HUMS at 50%_l")).toEqual([said.id]);
    expect(await finds(of("code"), "contains", "a_04")).toEqual([said.id]);
    expect(await finds(of("code"), "contains", "042")).toEqual([said.id, other.id].sort());
    expect(await finds(of("code"), "is", "a_042")).toEqual([said.id]);
    expect(await finds(of("code"), "is", "  a_042 ")).toEqual([said.id]);
    expect(await finds(of("code"), "in", ["B-042", "nothing"])).toEqual([other.id]);
    expect(await finds(of("count"), "in", ["7"])).toEqual([other.id]);
    expect(await finds(of("count"), "is", 42)).toEqual([said.id]);
    expect(await finds(of("code"), "is", 42)).toEqual([]);
    expect(await finds(of("spare"), "is", true)).toEqual([said.id]);
    expect(await finds(of("kinds"), "has", ["Red-Hot"])).toEqual([said.id]);
    expect(await finds(of("kinds"), "contains", '"blue"')).toEqual([said.id]);
    expect(await finds(of("serial"), "exists")).toEqual([other.id]);
    expect(await finds(of("serial"), "not_exists")).toEqual([said.id, bare.id].sort());
    const changed = { description: "Quiet now", custom_fields: { code: null, serial: "y" } };
    expect((await s.ann("PATCH", `/tickets/${said.id}`, changed)).status).toBe(200);
    expect(await finds("description", "contains", "hums at")).toEqual([]);
    expect(await finds(of("code"), "contains", "a_04")).toEqual([]);
    expect(await finds(of("serial"), "not_exists")).toEqual([bare.id]);
    await s.test.platform.db.asSystem("the test takes it away", (tx) =>
      tx.run(sql`delete from tickets where id = ${other.id}`),
    );
    expect(await finds(of("serial"), "exists")).toEqual([said.id]);
  });

  it("change many, by ids and by query, and undo it", async () => {
    const tag = `b${newId().slice(0, 8)}`;
    const made = [await s.ticket({ tags: [tag] }), await s.ticket({ tags: [tag] }), await s.ticket({ tags: [tag] })];
    const action = await s.ann("POST", "/ticket-actions", {
      select: { tag },
      except: [made[0].id],
      change: { status: "in_progress", add_tags: ["Bulk"], priority: "high" },
    });
    expect(action.data).toMatchObject({ state: "done", total: 2, done: 2 });
    expect(await s.get(made[1].id)).toMatchObject({
      status: "in_progress",
      priority: "high",
      tags: expect.arrayContaining(["Bulk"]),
    });
    expect((await s.get(made[0].id)).status).toBe("open");
    await s.ann("POST", `/ticket-actions/${action.data.id}/undo`);
    expect(await s.get(made[1].id)).toMatchObject({ status: "open", priority: "normal", tags: [tag] });
    const gone = await s.ann("POST", "/ticket-actions", { ids: ids(made), change: { deleted: true } });
    expect(ids((await s.ann("GET", `/tickets?tag=${tag}`)).data)).toEqual([]);
    await s.ann("POST", `/ticket-actions/${gone.data.id}/undo`);
    expect((await s.ann("GET", `/tickets?tag=${tag}`)).data).toHaveLength(3);
    expect((await s.ann("POST", "/ticket-actions", { change: { status: "open" } })).status).toBe(400);
  });

  it("leave as CSV in which nothing is a formula", async () => {
    const tag = `c${newId().slice(0, 8)}`;
    await s.ticket({ title: "=cmd|'/C calc'!A0", tags: [tag] });
    const csv = await s.ann("GET", `/tickets/export?tag=${tag}`);
    expect(csv.headers["content-type"]).toContain("text/csv");
    expect(csv.body).toContain("'=cmd");
    expect(csv.body.trim().split("\r\n")).toHaveLength(2);
  });
});
