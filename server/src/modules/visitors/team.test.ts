/** Who visitors are told is there. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemContext } from "../../platform/context.ts";
import { openTest, type Test } from "../../test/kit.ts";
import { readTeam } from "./team.ts";

let t: Test;
beforeAll(async () => {
  t = await openTest({ clock: true });
});
afterAll(() => t.close());

test("a member counts while their browser is heard of; after a start, until it could have been", async () => {
  const ctx = systemContext(t.platform, t.workspaceId);
  const team = () => t.platform.db.inWorkspace(t.workspaceId, (tx) => readTeam(ctx, tx));
  const member = (await (await t.signIn())("GET", "/me")).data.member;
  const attend = async () => {
    t.platform.hub.signal(t.workspaceId, { t: "attendance", member: member.id });
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  expect(await team()).toEqual({ online: true, faces: [member.name.split(" ")[0]] });
  t.clock!.advance(91_000);
  expect(await team()).toEqual({ online: false, faces: [] });
  await attend();
  expect((await team()).online).toBe(true);
  t.clock!.advance(60_000);
  expect((await team()).online).toBe(true);
  t.clock!.advance(31_000);
  expect((await team()).online).toBe(false);
  await attend();
  const away = await (await t.signIn())("PATCH", "/me", { availability: "away" });
  expect(away.status).toBe(200);
  expect((await team()).online).toBe(false);
});
