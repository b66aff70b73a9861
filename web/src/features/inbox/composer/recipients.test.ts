import type { Message, Participant, ReplyRoute } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import {
  addRecipients,
  changedRecipients,
  defaultRoute,
  leftOut,
  parseRecipients,
  recipientsOf,
  removeRecipient,
  unknownRecipients,
  whyHere,
} from "./recipients.ts";

const route = (change: Partial<ReplyRoute> = {}): ReplyRoute => ({
  channel_id: "ch1",
  channel: "email",
  channel_name: "Support",
  address: "support@localhost",
  thread_id: "t1",
  to: [{ kind: "email", value: "ann@x.example", name: "Ann" }],
  cc: [{ kind: "email", value: "boss@x.example", name: "" }],
  limits: { html: true, subject: true, cc: true, max_text: null, max_files: 20, max_file_bytes: 1000 },
  problem: null,
  ...change,
});

describe("parseRecipients", () => {
  it("reads names, commas in quotes, semicolons and lines", () => {
    const { recipients, rejected } = parseRecipients(
      '"Lee, Ann" <ANN@x.example>, ben@y.example; nonsense\ncleo@localhost',
    );
    expect(recipients).toEqual([
      { kind: "email", value: "ann@x.example", name: "Lee, Ann" },
      { kind: "email", value: "ben@y.example" },
      { kind: "email", value: "cleo@localhost" },
    ]);
    expect(rejected).toEqual(["nonsense"]);
  });
  it("refuses what could smuggle a second address", () => {
    for (const bad of ["a@b", "a b@c.example", "<a@b.example> x", "a@b.example<c@d.example", "@x.example"]) {
      expect(parseRecipients(bad).recipients).toEqual([]);
    }
  });
});

describe("recipients of a reply", () => {
  it("moves somebody between fields instead of naming them twice", () => {
    const moved = addRecipients(recipientsOf(route()), "cc", [{ kind: "email", value: "Ann@x.example" }]);
    expect(moved.to).toEqual([]);
    expect(moved.cc.map((r) => r.value)).toEqual(["boss@x.example", "Ann@x.example"]);
  });
  it("are sent as shown where people can be added, elsewhere only when they were changed", () => {
    const usual = recipientsOf(route());
    expect(changedRecipients(usual, route())).toEqual(usual);
    const alone = route({ cc: [], limits: { ...route().limits, cc: false } });
    expect(changedRecipients(recipientsOf(alone), alone)).toEqual({});
    const fewer = removeRecipient(usual, "cc", usual.cc[0]!);
    expect(changedRecipients(fewer, route())).toEqual({ to: usual.to, cc: [], bcc: [] });
    expect(changedRecipients({ ...usual, bcc: [{ kind: "email", value: "x@y.example" }] }, route()).bcc).toHaveLength(
      1,
    );
  });
  it("names who was left out, and why everybody else is there", () => {
    const usual = recipientsOf(route());
    const boss = usual.cc[0]!;
    const added = { kind: "email" as const, value: "new@y.example" };
    expect(leftOut(usual, route())).toEqual([]);
    expect(leftOut(removeRecipient(usual, "cc", boss), route())).toEqual([boss]);
    const customer: Participant = { ...usual.to[0]!, name: "Ann", contact_id: "p1", role: "customer", unknown: false };
    const message = (at: string, cc: string[]) =>
      ({
        author: { type: "contact", id: null, name: "Ann" },
        recipients: { to: [], cc: cc.map((value) => ({ kind: "email", value })), bcc: [] },
        created_at: at,
      }) as unknown as Message;
    const said = [message("1", ["boss@x.example"]), message("2", ["boss@x.example"]), message("3", [])];
    expect(whyHere(usual.to[0]!, route(), said, [customer])).toEqual({ key: "customer" });
    expect(whyHere(boss, route(), said, [customer])).toEqual({ key: "cc", who: "Ann", at: "2" });
    expect(whyHere(boss, route(), [], [customer])).toEqual({ key: "takes_part" });
    expect(whyHere(added, route(), said, [customer])).toEqual({ key: "you" });
    expect(whyHere(boss, route(), said, [{ ...customer, value: boss.value, unknown: true }])).toEqual({
      key: "unknown",
    });
  });
  it("marks people who joined from outside", () => {
    const participants: Participant[] = [
      { kind: "email", value: "boss@x.example", name: "", contact_id: null, role: "joined", unknown: true },
    ];
    expect(unknownRecipients(recipientsOf(route()), participants).map((r) => r.value)).toEqual(["boss@x.example"]);
  });
});

describe("defaultRoute", () => {
  it("prefers the asked one, then the first that works, then shows why none does", () => {
    const broken = route({ channel_id: "ch2", problem: "Paused" });
    const chat = route({ channel_id: "ch3", channel: "chat" });
    expect(defaultRoute([broken, route(), chat])?.channel_id).toBe("ch1");
    expect(defaultRoute([broken, route(), chat], "ch3")?.channel_id).toBe("ch3");
    expect(defaultRoute([broken], "ch2")?.problem).toBe("Paused");
    expect(defaultRoute([])).toBeNull();
  });
});
