/** From a sent message to a new response: its text, a name, and what in it is about this customer. */
import type { ConversationDetail, Me, Message } from "@omniflow/contract";
import { textToHtml } from "@omniflow/contract/template";
import { type Proposal, prefill, proposalsFor } from "./prefill.ts";

export function beginFromMessage(message: Message, detail: ConversationDetail | undefined, me: Me): void {
  // Braces that were sent are text, not variables.
  const html = (message.html ?? textToHtml(message.text)).replaceAll("{{", "\\{{");
  prefill.set({
    name:
      message.text
        .split("\n")
        .find((line) => line.trim().length > 12)
        ?.trim()
        .slice(0, 60) ?? "",
    html,
    proposals: proposalsFor(html, knownValues(message, detail, me)),
  });
}

function knownValues(message: Message, detail: ConversationDetail | undefined, me: Me): Proposal[] {
  const to = message.recipients?.to[0];
  const customer = detail?.contact.name || to?.name || "";
  const author = message.author.name;
  const [first = "", ...rest] = customer.split(/\s+/);
  return [
    { value: customer, variable: "contact.name" },
    { value: first, variable: "contact.first_name" },
    { value: rest.join(" "), variable: "contact.last_name" },
    { value: to?.kind === "email" ? to.value : "", variable: "contact.email" },
    { value: author, variable: "agent.name" },
    { value: author.split(/\s+/)[0] ?? "", variable: "agent.first_name" },
    { value: detail?.subject ?? "", variable: "conversation.subject" },
    { value: me.workspace.name, variable: "workspace.name" },
  ];
}
