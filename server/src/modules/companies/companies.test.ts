/** Companies and custom fields through HTTP: domains assign contacts, what is not right is refused, lists page through. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTest, type Test } from "../../test/kit.ts";

let test: Test;
beforeAll(async () => {
  test = await openTest();
});
afterAll(() => test.close());

const create = (input: object) => test.api("POST", "/companies", input);

describe("a company", () => {
  it("is made, changed field by field, and deleted", async () => {
    const made = await create({
      name: " Acme  Inc. ",
      domains: ["https://www.Acme.example/about"],
      tier: "Gold",
      external_ids: { hubspot: "7" },
    });
    expect(made.status).toBe(201);
    expect(made.data).toMatchObject({ name: "Acme Inc.", domains: ["acme.example"], tier: "Gold", contact_count: 0 });
    const path = `/companies/${made.data.id}`;
    const changed = await test.api("PATCH", path, {
      tier: null,
      external_ids: { hubspot: null, crm: "x" },
      version: 1,
    });
    expect(changed.data).toMatchObject({ tier: null, external_ids: { crm: "x" }, version: 2 });
    expect((await test.api("PATCH", path, { name: "B", version: 1 })).error.code).toBe("version_conflict");
    expect((await test.api("PATCH", path, { owner_id: crypto.randomUUID() })).status).toBe(400);
    expect((await test.api("PATCH", path, { domains: [] })).data.domains).toEqual([]);
    expect((await test.api("DELETE", path)).status).toBe(200);
    expect((await test.api("GET", path)).status).toBe(404);
    const log = await test.api("GET", `/audit?target_id=${made.data.id}`);
    expect(log.data[0]).toMatchObject({ action: "company.deleted", target: { name: "Acme Inc." } });
  });

  it("has domains of its own, and none that everybody has", async () => {
    await create({ name: "First", domains: ["first.example"] });
    expect((await create({ name: "Second", domains: ["FIRST.example"] })).error).toMatchObject({
      code: "already_exists",
      field: "domains",
    });
    for (const domain of ["gmail.com", "web.de", "posteo.de", "localhost", "a b.com", "-x.com"])
      expect((await create({ name: "X", domains: [domain] })).status, domain).toBe(400);
  });

  it("made twice with one id is made once", async () => {
    const id = crypto.randomUUID();
    expect((await create({ id, name: "Once" })).status).toBe(201);
    expect((await create({ id, name: "Once" })).status).toBe(200);
  });
});

describe("its contacts", () => {
  it("come by their domain when the domain is added, unless somebody chose", async () => {
    const one = await test.api("POST", "/contacts", { name: "One", emails: ["one@wide.example"] });
    const none = await test.api("POST", "/contacts", { name: "Not", emails: ["not@narrow-wide.example"] });
    const made = await create({ name: "Wide", domains: ["wide.example"] });
    await test.work();
    expect((await test.api("GET", `/contacts/${one.data.id}`)).data.company).toMatchObject({ name: "Wide" });
    expect((await test.api("GET", `/contacts/${none.data.id}`)).data.company).toBeNull();
    expect((await test.api("GET", `/companies/${made.data.id}`)).data.contact_count).toBe(1);
  });
});

describe("the list", () => {
  it("sorts by name without accents, pages, searches and filters", async () => {
    for (const name of ["Zeta list", "Ärger list", "Anton list", "beta list"])
      await create({ name, tier: name.startsWith("beta") ? "VIP" : undefined });
    const first = await test.api("GET", "/companies?q=list&limit=3");
    expect(first.data.map((c: { name: string }) => c.name)).toEqual(["Anton list", "Ärger list", "beta list"]);
    const rest = await test.api("GET", `/companies?q=list&limit=3&cursor=${first.body.meta.next_cursor}`);
    expect(rest.data.map((c: { name: string }) => c.name)).toEqual(["Zeta list"]);
    const down = await test.api("GET", "/companies?q=list&limit=3&sort=-name");
    expect(down.data.map((c: { name: string }) => c.name)).toEqual(["Zeta list", "beta list", "Ärger list"]);
    expect((await test.api("GET", "/companies?q=arger")).data).toHaveLength(1);
    expect((await test.api("GET", "/companies?q=%25")).data).toEqual([]);
    const filter = encodeURIComponent(
      JSON.stringify({ op: "and", nodes: [{ field: "tier", op: "is", value: "vip" }] }),
    );
    expect((await test.api("GET", `/companies?filter=${filter}`)).data.map((c: { name: string }) => c.name)).toEqual([
      "beta list",
    ]);
    expect((await test.api("GET", `/companies/count?filter=${filter}`)).data).toEqual({ count: 1, more: false });
    expect((await test.api("GET", "/companies?domain=wide.example")).data).toHaveLength(1);
  });

  it("refuses filters that are not of its grammar", async () => {
    for (const condition of [
      { field: "nothing", op: "is", value: "x" },
      { field: "tier", op: "gt", value: 1 },
      { field: "contact.custom.x", op: "is", value: "x" },
      { field: "segment", op: "is", value: "x" },
      { field: "owner", op: "is", value: "'; drop table companies" },
    ]) {
      const filter = encodeURIComponent(JSON.stringify({ op: "and", nodes: [condition] }));
      expect((await test.api("GET", `/companies?filter=${filter}`)).status, condition.field).toBe(400);
    }
  });
});

describe("custom fields", () => {
  it("are defined, ordered, checked, archived and removed", async () => {
    const made = await test.api("POST", "/fields", {
      record: "company",
      type: "choice",
      label: "Größe (Büro)",
      options: ["Small", "Large"],
    });
    expect(made.data).toMatchObject({ key: "grosse_buro", options: ["Small", "Large"], required: false });
    expect((await test.api("POST", "/fields", { record: "company", type: "choice", label: "x" })).error.field).toBe(
      "options",
    );
    expect(
      (await test.api("POST", "/fields", { record: "company", type: "text", key: "grosse_buro", label: "x" })).status,
    ).toBe(409);
    expect((await create({ name: "X", custom_fields: { grosse_buro: "Huge" } })).error).toMatchObject({
      field: "custom_fields.grosse_buro",
    });
    const company = await create({ name: "Field Inc", custom_fields: { grosse_buro: "large" } });
    expect(company.data.custom_fields).toEqual({ grosse_buro: "Large" });
    const filter = encodeURIComponent(
      JSON.stringify({ op: "and", nodes: [{ field: "company.custom.grosse_buro", op: "is", value: "Large" }] }),
    );
    expect((await test.api("GET", `/companies?filter=${filter}`)).data).toHaveLength(1);
    expect((await test.api("DELETE", `/fields/${made.data.id}`)).status).toBe(409);
    expect((await test.api("PATCH", `/fields/${made.data.id}`, { archived: true })).data.archived).toBe(true);
    expect((await test.api("GET", "/fields?record=company")).data).toEqual([]);
    expect((await test.api("DELETE", `/fields/${made.data.id}`)).status).toBe(200);
    expect((await test.api("GET", `/companies/${company.data.id}`)).data.custom_fields).toEqual({
      grosse_buro: "Large",
    });
    expect((await test.api("GET", "/audit?action=field.")).data.map((e: { action: string }) => e.action)).toEqual([
      "field.removed",
      "field.archived",
      "field.created",
    ]);
  });
});
