/** A workspace in which everything that strangers and members can name is an attack. */
import { expect } from "vitest";
import { ok } from "./api.ts";
import { sendMail } from "./mail-client.ts";
import { mailbox } from "./server.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";
import { fileNames, markup, shortTexts, texts } from "./xss.ts";

const perMail = 25;
/** Some attacks swallow what follows them; through the API each also comes alone. */
export const mails = Array.from({ length: Math.ceil(markup.length / perMail) }, (_, i) =>
  markup.slice(i * perMail, (i + 1) * perMail),
);

/** Over every door that takes text. @param pictures where remote images of the mails are said to be */
export async function fillWithHostileText({ api, server }: Stage, pictures: string): Promise<void> {
  const chat = (await ok(api("GET", "/channels"))).find(({ kind }: { kind: string }) => kind === "chat");
  await ok(
    api("PATCH", `/channels/${chat.id}`, {
      name: texts[0]!.slice(0, 120),
      settings: { greeting: texts[5], offline_text: texts[1] },
    }),
  );
  const hook = await ok(api("POST", "/channels", { kind: "api", name: shortTexts[1] }));
  await ok(api("PATCH", "/workspace", { name: shortTexts[2] }));
  for (const name of shortTexts) {
    await ok(api("POST", "/tags", { name, color: "red" }));
    await ok(api("POST", "/teams", { name, description: name }));
    await ok(api("POST", "/contacts", { name, emails: [] }));
  }
  for (const [index, name] of texts.entries()) {
    await ok(api("POST", "/contacts", { name: name.slice(0, 200), emails: [`contact${index}@strangers.test`] }));
    await ok(
      api("POST", `/channels/${hook.id}/messages`, {
        external_id: `subject-${index}`,
        from: { handle: `h${index}${shortTexts[index % shortTexts.length]}`, name: name.slice(0, 200) },
        subject: name,
        text: texts.join("\n"),
      }),
    );
  }
  for (const [index, html] of markup.entries()) {
    const thread = `thread-${Math.floor(index / 25)}`;
    await ok(
      api("POST", `/channels/${hook.id}/messages`, {
        external_id: `m${index}`,
        thread,
        from: { handle: thread },
        html,
      }),
    );
  }
  await Promise.all(
    mails.map((vectors, index) =>
      sendMail(server, {
        from: { name: texts[index % texts.length]!, address: `mail${index}@strangers.test` },
        to: mailbox,
        cc: { name: texts[(index + 3) % texts.length]!, address: `cc${index}@strangers.test` },
        subject: texts[(index + 1) % texts.length]!,
        html: `${vectors.join("\n")}<img src="${pictures}/in-mail-${index}.png">`,
        attachments: [{ filename: fileNames[index % fileNames.length]!, content: "x" }],
      }),
    ),
  );
  const arrived = async () => (await ok(api("GET", "/conversations?channel=email&limit=100"))).length === mails.length;
  await until("all mails are read", arrived, 60_000);
  const quarantined = await ok(api("GET", "/quarantine"));
  expect(quarantined, "hostile is not unreadable").toEqual([]);
  const [some] = await ok(api("GET", "/conversations?limit=1"));
  await ok(api("PATCH", `/conversations/${some.id}`, { tags: shortTexts.slice(0, 3) }));
}
