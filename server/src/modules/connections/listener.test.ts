import nodemailer from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startListener } from "./index.ts";
import { type Bed, openBed } from "./test-bed.ts";

let bed: Bed;
let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  bed = await openBed();
  listener = await startListener(bed.platform);
});
afterAll(async () => {
  await listener.close();
  await bed.close();
});

const send = (to: string, more: object = {}) => {
  const transport = nodemailer.createTransport({
    host: "127.0.0.1",
    port: listener.port,
    secure: false,
    ignoreTLS: true,
  });
  return transport.sendMail({ from: "Jane <jane@customer.example>", to, subject: "Help", text: "It broke.", ...more });
};
const mailbox = async (address: string) =>
  (await bed.api("POST", "/channels", { kind: "email", name: "Support", address })).data as { id: string; key: string };

test("a mail by SMTP becomes a message; plus tags and the forwarding address lead to the same mailbox", async () => {
  const { id, key } = await mailbox("help@desk.example");
  await send("HELP@desk.example");
  await send("help+anything@desk.example");
  await send(`${key}@desk.example`);
  await bed.work();
  const texts = await bed.rows<{ text: string }>("select text from messages where connection_id = $1", [id]);
  expect(texts.map((row) => row.text.trim())).toEqual(["It broke.", "It broke.", "It broke."]);
  expect((await bed.api("GET", `/channels/${id}`)).data.health).toMatchObject({
    state: "ok",
    waiting: 0,
    quarantined: 0,
  });
});

test("a paused mailbox lets the sender keep the mail, a removed one refuses it", async () => {
  const { id } = await mailbox("pause@desk.example");
  await bed.api("PATCH", `/channels/${id}`, { state: "paused" });
  await expect(send("pause@desk.example")).rejects.toMatchObject({ responseCode: 450 });
  await bed.api("PATCH", `/channels/${id}`, { state: "active" });
  await send("pause@desk.example");
  await bed.api("DELETE", `/channels/${id}`);
  await expect(send("pause@desk.example")).rejects.toMatchObject({ responseCode: 550 });
  await expect(send("nobody@desk.example")).rejects.toMatchObject({ responseCode: 550 });
});

test("the test button of a mailbox says what is missing", async () => {
  const { id } = await mailbox("button@desk.example");
  const { data } = await bed.api("POST", `/channels/${id}/test`, {});
  expect(data.ok).toBe(false);
  expect(data.report.length).toBeGreaterThan(0);
});
