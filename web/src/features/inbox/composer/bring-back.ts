/** A message the server has, put back into the composer: its text, files and recipients, after what is already written there. */
import type { Message } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { cancelMessage } from "../../../api/conversations.ts";
import { dropMessage } from "../queries/messages.ts";
import { type DraftBody, emptyBody, isEmpty, readDraft, restoreDraft } from "./drafts.ts";

/** Cancels it there first: what cannot be taken back any more is not written twice. */
export async function bringBack(client: QueryClient, message: Message): Promise<void> {
  await cancelMessage(message.conversation_id, message.id);
  dropMessage(client, message.conversation_id, message.id);
  const now = readDraft(message.conversation_id, "message")?.body ?? emptyBody;
  restoreDraft(message.conversation_id, "message", joinBodies(now, bodyOf(message)));
}

/** Exported for the test. */
export function bodyOf(message: Message): DraftBody {
  const files = message.attachments.filter((file) => !file.inline);
  return {
    html: message.html ?? "",
    text: message.text,
    signature: signatureOf(message),
    ...(message.channel_id ? { channel_id: message.channel_id } : {}),
    ...(message.recipients
      ? { to: message.recipients.to, cc: message.recipients.cc, bcc: message.recipients.bcc }
      : {}),
    ...(files.length > 0 ? { attachments: files.map(({ id, name, size }) => ({ id, name, size })) } : {}),
  };
}

/** Formatted, when it was. */
function signatureOf({ quoted_html: html, quoted_text: text }: Message): string {
  const sign = "<p>-- </p>";
  return html?.startsWith(sign) ? html.slice(sign.length) : (text ?? "").replace(/^-- \n/, "");
}

/** Nothing that was being written is lost: the other text follows it. */
export function joinBodies(now: DraftBody, back: DraftBody): DraftBody {
  if (isEmpty(now)) return back;
  const attachments = [...(now.attachments ?? []), ...(back.attachments ?? [])];
  return {
    ...now,
    html: now.html || back.html ? `${now.html || asHtml(now.text)}${back.html || asHtml(back.text)}` : "",
    text: [now.text, back.text].filter(Boolean).join("\n\n"),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

const asHtml = (text: string) =>
  text
    .split("\n")
    .map((line) => `<p>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</p>`)
    .join("");
