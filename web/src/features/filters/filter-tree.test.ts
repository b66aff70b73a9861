import {
  companyFilterFields,
  contactFilterFields,
  type Filter,
  filterFields,
  filterOperators,
  maxFilterDepth,
  maxFilterNodes,
  ticketFilterFields,
} from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { offers } from "../people/offer.ts";
import { ticketGroups } from "../tickets/offer.ts";
import { customKinds, editorOf, fieldGroups, fieldKinds, offered, operatorsOf, recordKinds } from "./fields.ts";
import {
  addTo,
  changeOperator,
  countNodes,
  countUnfinished,
  emptyFilter,
  finished,
  isComplete,
  maxDepth,
  maxNodes,
  readable,
  readSpan,
  replaceAt,
  startCondition,
} from "./filter-tree.ts";

const open = { field: "status", op: "in", value: ["open"] } as const;
const vip = { field: "tag", op: "has", value: ["vip"] } as const;
const tree = (): Filter => ({
  op: "and",
  nodes: [
    { ...open, value: [...open.value] },
    { op: "or", nodes: [{ ...vip, value: [...vip.value] }] },
  ],
});

describe("the builder's table", () => {
  it("has every field of the contract, once, with comparisons the server knows", () => {
    expect(Object.fromEntries(Object.entries(filterFields).map(([name, { kind }]) => [name, kind]))).toEqual(
      fieldKinds,
    );
    expect(Object.values(fieldGroups).flat().sort()).toEqual(Object.keys(filterFields).sort());
    for (const [kind, ops] of Object.entries(offered))
      for (const op of ops) expect(filterOperators[kind as "text"] as readonly string[]).toContain(op);
    const kinds: Record<string, string> = { ...fieldKinds, ...recordKinds };
    for (const [name, { kind }] of Object.entries({ ...contactFilterFields, ...companyFilterFields }))
      expect(kinds[name], name).toBe(kind);
    const asked = (offer: { groups: Readonly<Record<string, readonly string[]>> }) =>
      Object.values(offer.groups).flat();
    for (const field of asked(offers.contact)) expect(Object.keys(contactFilterFields)).toContain(field);
    for (const field of asked(offers.company)) expect(Object.keys(companyFilterFields)).toContain(field);
    for (const [name, { kind }] of Object.entries(ticketFilterFields)) expect(kinds[name], name).toBe(kind);
    expect(asked({ groups: ticketGroups }).sort()).toEqual(Object.keys(ticketFilterFields).sort());
    expect([maxDepth, maxNodes]).toEqual([maxFilterDepth, maxFilterNodes]);
  });
});

describe("editing", () => {
  it("replaces, adds and removes by path, leaving the rest as it was", () => {
    const before = tree();
    const after = replaceAt(before, [1, 0], { field: "unread", op: "is", value: true });
    expect(after.nodes[0]).toBe(before.nodes[0]);
    expect(after.nodes[1]).toEqual({ op: "or", nodes: [{ field: "unread", op: "is", value: true }] });
    expect(before).toEqual(tree());
    expect(replaceAt(before, [0], null).nodes).toHaveLength(1);
    expect(replaceAt(before, [1, 0], null).nodes[1]).toEqual({ op: "or", nodes: [] });
    expect(addTo(before, [1], open as never).nodes[1]).toMatchObject({ nodes: [vip, open] });
    expect(replaceAt(before, [9], null)).toBe(before);
  });

  it("nests as deep as the server takes, and no deeper", () => {
    let filter = emptyFilter();
    const path: number[] = [];
    for (let i = 0; i < 6; i++) {
      filter = addTo(filter, path, emptyFilter());
      path.push(0);
    }
    expect(countNodes(filter)).toBe(maxDepth);
  });

  it("stops at the most nodes", () => {
    let filter = emptyFilter();
    for (let i = 0; i < 120; i++) filter = addTo(filter, [], { field: "unread", op: "is", value: true });
    expect(countNodes(filter)).toBe(maxNodes);
  });
});

describe("conditions", () => {
  it("begin with the first comparison and keep a value that still fits", () => {
    expect(startCondition("status")).toEqual({ field: "status", op: "in", value: [] });
    expect(startCondition("unread")).toEqual({ field: "unread", op: "is", value: true });
    const list = { field: "status", op: "in", value: ["open"] } as never;
    expect(changeOperator(list, "not_in")).toEqual({ field: "status", op: "not_in", value: ["open"] });
    const text = { field: "subject", op: "contains", value: "x" } as const;
    expect(changeOperator(text, "exists")).toEqual({ field: "subject", op: "exists" });
    expect(changeOperator({ field: "created_at", op: "before", value: "2026-01-01" }, "within").value).toBe("7d");
  });

  it.each([
    [{ field: "status", op: "in", value: [] }, false],
    [{ field: "status", op: "in", value: ["open"] }, true],
    [{ field: "subject", op: "contains", value: " " }, false],
    [{ field: "subject", op: "exists" }, true],
    [{ field: "message_count", op: "gt", value: "" }, false],
    [{ field: "message_count", op: "gt", value: 0 }, true],
    [{ field: "created_at", op: "within", value: "d" }, false],
    [{ field: "created_at", op: "within", value: "14d" }, true],
    [{ field: "unread", op: "is", value: false }, true],
    [{ field: "contact.custom.", op: "is", value: "x" }, false],
    [{ field: "contact.custom.plan", op: "is", value: "gold" }, true],
  ])("%j complete: %s", (condition, complete) => expect(isComplete(condition as never)).toBe(complete));

  it("are left out until they are complete, with the groups that hold nothing else", () => {
    const filter: Filter = {
      op: "or",
      nodes: [startCondition("status"), { op: "and", nodes: [startCondition("subject")] }, tree()],
    };
    expect(finished(filter)).toEqual({ op: "or", nodes: [tree()] });
    expect(countUnfinished(filter)).toBe(2);
  });

  it("of other makers are read as lists", () => {
    expect(readable({ op: "and", nodes: [{ field: "assignee", op: "is", value: "me" }] }).nodes[0]).toEqual({
      field: "assignee",
      op: "in",
      value: ["me"],
    });
    expect(editorOf("contact.custom.age", "gt")).toBe("number");
    const start = (type: keyof typeof customKinds) => startCondition("contact.custom.x", customKinds[type]);
    expect(start("choice")).toEqual({ field: "contact.custom.x", op: "in", value: [] });
    expect(start("multi_choice")).toEqual({ field: "contact.custom.x", op: "has", value: [] });
    expect(start("checkbox")).toEqual({ field: "contact.custom.x", op: "is", value: true });
    expect(start("date")).toEqual({ field: "contact.custom.x", op: "within", value: "7d" });
    expect(start("number").op).toBe("is");
    expect(start("link").op).toBe("contains");
    expect(isComplete(start("choice"))).toBe(false);
    expect(isComplete({ ...start("choice"), value: ["Gold"] })).toBe(true);
    for (const [type, kind] of Object.entries(customKinds))
      for (const op of operatorsOf("contact.custom.x", kind))
        expect([...filterOperators[kind], "exists", "not_exists"] as string[], type).toContain(op);
    // A filter made before the field had its list: read as it was written.
    expect(editorOf("contact.custom.x", "is", "choice")).toBe("text");
    expect(readSpan("14d")).toEqual({ amount: "14", unit: "d" });
    expect(readSpan(undefined)).toEqual({ amount: "", unit: "d" });
  });
});
