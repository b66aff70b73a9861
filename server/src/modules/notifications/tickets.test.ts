import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../platform/uuid.ts";
import { openScene, type Scene } from "../tickets/test-scene.ts";

let s: Scene;
let me: string;
beforeAll(async () => {
  s = await openScene();
  me = (await s.ann("GET", "/me")).data.member.id;
});
afterAll(() => s?.test.close());

/** What Ann has been told of a ticket. Jobs run side by side, so the order says nothing. */
async function told(ticketId: string) {
  await s.test.work();
  const { data } = await s.ann("GET", "/notifications?limit=100");
  return (data as any[])
    .filter((one) => one.ticket?.id === ticketId)
    .map((one) => [one.kind, one.text])
    .sort();
}

describe("a member hears of tickets", () => {
  it("that are given to them, when made and later, and not of what they do themselves", async () => {
    const given = (await s.test.api("POST", "/tickets", { title: "For Ann", assignee_id: me })).data;
    expect(await told(given.id)).toEqual([["assigned", ""]]);
    const later = (await s.test.api("POST", "/tickets", { title: "Later" })).data;
    await s.test.api("PATCH", `/tickets/${later.id}`, { assignee_id: me });
    await s.ann("PATCH", `/tickets/${later.id}`, { priority: "high" });
    expect(await told(later.id)).toEqual([["assigned", ""]]);
  });

  it("that they follow, when somebody else changes them; mentions come as mentions", async () => {
    const ticket = await s.ticket({ title: "Followed" });
    await s.ann("POST", `/tickets/${ticket.id}/follow`);
    await s.test.api("PATCH", `/tickets/${ticket.id}`, { priority: "high" });
    await s.test.api("PATCH", `/tickets/${ticket.id}`, { status: "waiting" });
    await s.test.api("POST", `/tickets/${ticket.id}/notes`, { text: "parts are here" });
    await s.test.api("POST", `/tickets/${ticket.id}/notes`, { text: "@Ann look", mentions: [me] });
    expect(await told(ticket.id)).toEqual([
      ["mention", "@Ann look"],
      ["ticket_updated", "parts are here"],
      ["ticket_updated", "priority: normal → high"],
      ["ticket_updated", "waiting"],
    ]);
  });

  it("that the customer moves by answering", async () => {
    const thread = newId();
    const ticket = await s.ticket({ conversation_ids: [await s.write(thread, "one")], assignee_id: me });
    await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "waiting" });
    await s.write(thread, "two");
    expect(await told(ticket.id)).toEqual([["ticket_customer", "open"]]);
    const { data } = await s.ann("GET", "/notifications?unread=true&limit=1");
    expect(data[0]).toMatchObject({ conversation: null, ticket: { number: ticket.number }, read: false });
    const before = (await s.ann("GET", "/notifications/count")).data.unread;
    const after = (await s.ann("POST", "/notifications/read", { ticket_id: ticket.id })).data.unread;
    expect(after).toBe(before - 1);
  });

  it("in the ways they have chosen", async () => {
    await s.ann("PATCH", "/me", { settings: { notifications: { in_app: ["assigned"] } } });
    const ticket = (await s.test.api("POST", "/tickets", { title: "Quiet", assignee_id: me })).data;
    await s.test.api("PATCH", `/tickets/${ticket.id}`, { priority: "urgent" });
    expect(await told(ticket.id)).toEqual([["assigned", ""]]);
  });
});
