/** A visitor writes. The same way in as every channel; the id their browser made keeps a repeated request one message. */
import type { VisitorMessageInput, WidgetMessage } from "@omniflow/contract/widget";
import type { Identity, InboundMessage } from "../../channels/adapter.ts";
import type { VisitorMessage } from "../../channels/chat/adapter.ts";
import { getAdapter } from "../../channels/registry.ts";
import { AppError } from "../../errors.ts";
import type { Tx } from "../../platform/db.ts";
import { noteSuccess, receivingView, viewOf } from "../connections/index.ts";
import { prepareArrival, type Received, receiveMessages } from "../conversations/index.ts";
import { asGuest, type Guest } from "./guest.ts";
import { findByClientId, findVisible } from "./history.ts";
import { noteOnContact } from "./identify.ts";
import { setKnown, touchVisitor } from "./queries.ts";
import { threadToContinue } from "./threads.ts";
import { forgetUploads, readUploads, type Uploaded } from "./uploads.ts";

export async function writeMessage(guest: Guest, input: VisitorMessageInput): Promise<WidgetMessage> {
  const { ctx } = guest;
  const { platform, workspaceId } = ctx;
  const prepared = await platform.db.inWorkspace(workspaceId, async (tx) => ({
    // In this order: where the same request took the uploads a moment ago, its message is found after them.
    uploads: await readUploads(guest, tx, [...new Set(input.file_ids)]),
    before: await findByClientId(guest, tx, input.id),
    thread: await threadToContinue(guest, tx),
  }));
  if (prepared.before) return prepared.before;
  refuseIncomplete(input, prepared.uploads);
  const received = await store(guest, input, prepared.uploads, prepared.thread);
  const contactId = received.contactId;
  platform.hub.signal(workspaceId, { t: "visitor", visitor: guest.visitor.id });
  await noteSuccess(ctx, guest.connection.id, "received");
  const linked = asGuest(guest, { ...guest.visitor, contact_id: contactId });
  return platform.db.inWorkspace(workspaceId, async (tx) => (await findVisible(linked, tx, received.messageId))!);
}

function refuseIncomplete(input: VisitorMessageInput, uploads: Uploaded[]): void {
  if (uploads.length < new Set(input.file_ids).size) {
    throw new AppError("unprocessable", "One of the files is not there any more. Attach it again.", {
      field: "file_ids",
    });
  }
  if (!input.text.trim() && !uploads.length) {
    throw new AppError("validation_failed", "Write something, or attach a file.", { field: "text" });
  }
}

async function store(guest: Guest, input: VisitorMessageInput, uploads: Uploaded[], thread: string): Promise<Received> {
  const { ctx, connection, visitor } = guest;
  const item = parsed(guest, input, thread);
  const prepared = await prepareArrival(ctx, receivingView(connection), item);
  const files = uploads.map(({ uploadId: _, ...file }) => file);
  const arrival = { ...prepared, files, contactId: visitor.contact_id ?? undefined };
  const also = async (tx: Tx, [received]: Received[]) => {
    const contactId = received!.contactId;
    await Promise.all([
      forgetUploads(guest, tx, uploads),
      visitor.contact_id ? null : setKnown(tx, ctx.workspaceId, visitor.id, { contact_id: contactId }),
      touchVisitor(tx, ctx.workspaceId, visitor.id, ctx.platform.clock.now(), { page: input.page }),
    ]);
    if (!visitor.contact_id) await noteOnContact(guest, tx, contactId);
  };
  const [received] = await receiveMessages(ctx, [arrival], also);
  return received!;
}

/** Translated by the adapter like any channel's payload. Its time is ours: a browser's clock may say anything. */
function parsed(guest: Guest, input: VisitorMessageInput, thread: string): InboundMessage {
  const { platform } = guest.ctx;
  const message: VisitorMessage = {
    ...input,
    thread,
    from: senderOf(guest),
    sentAt: platform.clock.now().toISOString(),
    files: [],
  };
  const request = { headers: {}, query: new URLSearchParams(), body: Buffer.from(JSON.stringify(message)) };
  const [item] = getAdapter(platform, "chat").parse(request, viewOf(platform, guest.connection)) as InboundMessage[];
  return item!;
}

function senderOf({ visitor }: Guest): Identity {
  const name = visitor.name ?? "";
  if (visitor.verified && visitor.user_id) return { kind: "user", value: visitor.user_id, name, verified: true };
  return { kind: "visitor", value: visitor.id, name, verified: visitor.verified };
}
