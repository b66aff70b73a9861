/** The queue of likely duplicates: what is alike is proposed with its evidence, what was decided is never proposed again. */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { tasks } from "../../../composition.ts";
import { openTest, type Test } from "../../../test/kit.ts";
import { emailKey, isSamePhone, nameCompanyKey, phoneKey } from "./keys.ts";

test.each([
  ["John.Doe+shop@GoogleMail.com", "johndoe@gmail.com"],
  ["j.d@acme.test", "j.d@acme.test"],
  ["a+b@acme.test", "a@acme.test"],
  ["nobody", null],
  ["+x@gmail.com", null],
])("%s is %s", (address, key) => {
  expect(emailKey(address)).toBe(key);
});

test.each([
  ["+49 30 1234567", "030 1234567", true],
  ["0049301234567", "+49301234567", true],
  ["+49301234567", "+43301234567", false],
  ["+1 212 555 0100", "555 0100", true],
])("%s and %s: %s", (a, b, same) => {
  expect(isSamePhone(a, b)).toBe(same);
});

it("takes no short number and no lone first name for evidence", () => {
  expect(phoneKey("110")).toBeNull();
  expect(nameCompanyKey("ann", "c")).toBeNull();
  expect(nameCompanyKey("lee ann", "c")).toBe(nameCompanyKey("ann  lee", "c"));
});

describe("the queue", () => {
  let kit: Test;
  beforeAll(async () => {
    kit = await openTest();
  });
  afterAll(() => kit.close());
  const create = async (input: object) => (await kit.api("POST", "/contacts", input)).data;
  const find = () => tasks.find_duplicates!(kit.platform, {}, AbortSignal.timeout(20_000));
  const queue = async () => (await kit.api("GET", "/duplicates")).data;

  it("proposes, merges, dismisses", async () => {
    const one = await create({ name: "John Doe", emails: ["john.doe@gmail.com"], phones: ["+49 30 1234567"] });
    const two = await create({ name: "J. Doe", emails: ["johndoe+shop@gmail.com"], phones: ["030 1234567"] });
    const company = (await kit.api("POST", "/companies", { name: "Acme" })).data;
    const [ann, anna] = [
      await create({ name: "Ann Lee", company_id: company.id }),
      await create({ name: "Lee, Ann", company_id: company.id }),
    ];
    await create({ name: "Ann Lee" });
    await find();
    const [first, second, ...rest] = await queue();
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ score: 98, a: { id: one.id }, b: { id: two.id } });
    expect(first.evidence.map((e: { kind: string }) => e.kind).sort()).toEqual(["email", "phone"]);
    expect(second).toMatchObject({
      a: { id: ann.id },
      b: { id: anna.id },
      evidence: [{ kind: "name_company", a: "Ann Lee", b: "Lee, Ann" }],
    });

    expect((await kit.api("POST", `/duplicates/${second.id}/dismiss`)).status).toBe(200);
    await kit.api("PATCH", `/contacts/${ann.id}`, { tier: "VIP" });
    await find();
    expect(await queue()).toHaveLength(1);
    expect((await kit.api("POST", `/duplicates/${second.id}/reopen`)).status).toBe(200);
    expect(await queue()).toHaveLength(2);
    await kit.api("POST", `/duplicates/${second.id}/dismiss`);

    const merged = await kit.api("POST", `/duplicates/${first.id}/merge`, { into: one.id });
    expect(merged.data.emails).toEqual(["john.doe@gmail.com", "johndoe+shop@gmail.com"]);
    for (const verb of ["dismiss", "reopen"])
      expect((await kit.api("POST", `/duplicates/${first.id}/${verb}`)).status).toBe(409);
    await kit.api("PATCH", `/contacts/${one.id}`, { tier: "VIP" });
    await find();
    expect(await queue()).toEqual([]);
    await kit.api("POST", `/contacts/${two.id}/unmerge`);
    await find();
    expect(await queue()).toEqual([]);
  });

  it("finds those who come later, and leaves alone what many have in common", async () => {
    const company = (await kit.api("POST", "/companies", { name: "Crowd" })).data;
    for (let i = 0; i < 8; i++) await create({ name: "Front Desk", company_id: company.id });
    await create({ name: "Eve", emails: ["eve.x@gmail.com"] });
    await find();
    const before = await queue();
    const late = await create({ name: "Eve X", emails: ["evex@gmail.com"] });
    await find();
    expect((await queue()).length).toBe(before.length + 1);
    expect((await queue()).some((d: { b: { id: string } }) => d.b.id === late.id)).toBe(true);
    // Six or more alike are a crowd; what was found before it became one stays to be looked at.
    expect(before.every((d: { a: { name: string } }) => d.a.name === "Front Desk")).toBe(true);
  });
});
