/** What is being written to somebody before there is a conversation: kept in this browser over closing, reload and crash. */
import type { Beginning, ReplyRoute } from "@omniflow/contract";
import { currentWorkspaceId } from "../../../api/client.ts";
import {
  type DraftBody,
  emptyBody,
  forgetDraft,
  isEmpty,
  keepHere,
  readDraft,
  restoreDraft,
} from "../composer/drafts.ts";
import type { Recipient } from "../composer/recipients.ts";

/** A contact, or an address nobody has written from yet with the name to give it. */
export type Whom = { contact: { id: string; name: string } } | { address: string; name: string };

export type FirstDraft = {
  /** Ids of the conversation and its message from the start, so that sending twice makes one. */
  id: string;
  messageId: string;
  whom: Whom | null;
  /** Channel and address, as `firstRouteKey` names them; null: the first that works. */
  route: string | null;
  subject: string;
  cc: Recipient[];
  bcc: Recipient[];
};

const stored = () => `omniflow.first.${currentWorkspaceId() ?? ""}`;

const fresh = (whom: Whom | null): FirstDraft => ({
  id: crypto.randomUUID(),
  messageId: crypto.randomUUID(),
  whom,
  route: null,
  subject: "",
  cc: [],
  bcc: [],
});

/** The one left lying here, or a new one; somebody asked for now replaces whom it was for. */
export function openFirst(contact: { id: string; name: string } | undefined): FirstDraft {
  const kept = read();
  const whom = contact ? { contact } : null;
  if (!kept) {
    const draft = fresh(whom);
    keepHere(draft.id);
    return draft;
  }
  const { body, ...draft } = kept;
  keepHere(draft.id);
  if (!readDraft(draft.id, "message")) restoreDraft(draft.id, "message", body);
  return whom ? { ...draft, whom, route: null } : draft;
}

function read(): (FirstDraft & { body: DraftBody }) | null {
  try {
    const kept = JSON.parse(localStorage.getItem(stored()) ?? "null");
    return kept?.id && kept.messageId && kept.body ? { ...fresh(null), ...kept } : null;
  } catch {
    return null;
  }
}

export function keepFirst(draft: FirstDraft, body: DraftBody = emptyBody): void {
  try {
    if (draft.whom || draft.subject || !isEmpty(body))
      localStorage.setItem(stored(), JSON.stringify({ ...draft, body }));
    else localStorage.removeItem(stored());
  } catch {
    // A full or forbidden storage only costs surviving a reload.
  }
}

/** Sent, or thrown away. */
export function dropFirst(draft: FirstDraft): void {
  localStorage.removeItem(stored());
  forgetDraft(draft.id, "message");
}

/** Over which channel and with whom it begins: what its signature and canned responses speak of. */
export const beginningOf = ({ whom, subject }: FirstDraft, route: ReplyRoute): Beginning => ({
  channel_id: route.channel_id,
  ...(whom && "contact" in whom ? { contact_id: whom.contact.id } : { to: route.to[0]?.value ?? "" }),
  ...(whom && "address" in whom && whom.name.trim() ? { name: whom.name.trim() } : {}),
  ...(route.limits.subject && subject.trim() ? { subject: subject.trim() } : {}),
});
