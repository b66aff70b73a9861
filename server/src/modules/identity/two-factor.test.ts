import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  bring,
  type Client,
  clientOf,
  openTestApp,
  password,
  setUpAnn,
  signIn,
  type TestApp,
} from "../workspaces/test-app.ts";

let t: TestApp;
let ann: Client;
let secret: Buffer;
let backupCodes: string[];
beforeAll(async () => {
  t = await openTestApp();
  ann = await setUpAnn(t);
  const enabled = await ann.call("POST", "/api/auth/two-factor/enable", { password });
  secret = fromBase32(new URL(enabled.data.totpURI).searchParams.get("secret")!);
  backupCodes = enabled.data.backupCodes;
  const verified = await ann.call("POST", "/api/auth/two-factor/verify-totp", { code: codeOf(secret) });
  expect(verified.status).toBe(200);
  ann = clientOf(t, verified.cookie);
});
afterAll(() => t.close());

const challenge = async () => clientOf(t, (await signIn(t, "ann@acme.test")).cookie);

it("asks for the code, and only then signs in", async () => {
  const first = await signIn(t, "ann@acme.test");
  expect(first.data).toMatchObject({ twoFactorRedirect: true });
  const half = clientOf(t, first.cookie);
  expect((await half.call("GET", "/me")).status).toBe(401);
  expect((await half.call("POST", "/api/auth/two-factor/verify-totp", { code: "000000" })).status).toBe(401);
  const done = await half.call("POST", "/api/auth/two-factor/verify-totp", { code: codeOf(secret) });
  expect(done.status).toBe(200);
  const me = await clientOf(t, done.cookie).call("GET", "/me");
  expect(me.data.member).toMatchObject({ email: "ann@acme.test", two_factor: true });
});

it("takes a backup code once", async () => {
  const code = backupCodes[0]!;
  const done = await (await challenge()).call("POST", "/api/auth/two-factor/verify-backup-code", { code });
  expect(done.status).toBe(200);
  const again = await (await challenge()).call("POST", "/api/auth/two-factor/verify-backup-code", { code });
  expect(again.status).toBe(401);
});

it("does not let a password alone accept an invitation to another workspace", async () => {
  const eve = await bring(t, ann, "eve@acme.test", "agent");
  const other = await eve.call("POST", "/workspaces", { name: "Eve's own" });
  const eveThere = clientOf(t, eve.cookie, other.data.id);
  const invited = await eveThere.call("POST", "/invitations", { email: "ann@acme.test", role: "agent" });
  const path = `/invitations/by-token/${invited.data.link.split("/").at(-1)}`;
  expect((await clientOf(t, null).call("GET", path)).data).toMatchObject({ has_account: true });
  const refused = await clientOf(t, null).call("POST", `${path}/accept`, { password });
  expect([refused.status, refused.error.code]).toEqual([401, "two_factor_required"]);
  expect(refused.cookie).toBeNull();
  const accepted = await ann.call("POST", `${path}/accept`, { password });
  expect([accepted.status, accepted.data.workspace.id]).toEqual([200, other.data.id]);
});

it("stops guessing of codes over several challenges", async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const half = await challenge();
    for (let n = 0; n < 4; n++) {
      statuses.push((await half.call("POST", "/api/auth/two-factor/verify-totp", { code: "123123" })).status);
    }
  }
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
  expect(statuses.at(-1)).toBe(429);
  const right = await (await challenge()).call("POST", "/api/auth/two-factor/verify-totp", { code: codeOf(secret) });
  expect([right.status, Number(right.headers["retry-after"]) > 0]).toEqual([429, true]);
});

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}

/** RFC 6238 with the usual six digits and thirty seconds. */
function codeOf(key: Buffer): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
