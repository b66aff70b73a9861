import type { Participant, ReplyRoute } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import {
  addRecipients,
  changedRecipients,
  defaultRoute,
  parseRecipients,
  recipientsOf,
  removeRecipient,
  unknownRecipients,
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
  it("are sent only when they were changed", () => {
    const usual = recipientsOf(route());
    expect(changedRecipients(usual, route())).toEqual({});
    const fewer = removeRecipient(usual, "cc", usual.cc[0]!);
    expect(changedRecipients(fewer, route())).toEqual({ to: usual.to, cc: [], bcc: [] });
    expect(changedRecipients({ ...usual, bcc: [{ kind: "email", value: "x@y.example" }] }, route()).bcc).toHaveLength(
      1,
    );
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
