/** A session: who the visitor is, what the widget looks like, and the conversation so far, in one answer. */
import type { Session, SessionRequest, TrailPage } from "@omniflow/contract/widget";
import { isAllowedOrigin } from "../../channels/chat/origins.ts";
import { publicConfig } from "../../channels/chat/settings.ts";
import { AppError } from "../../errors.ts";
import { hashToken, randomToken } from "../../platform/crypto.ts";
import { newId } from "../../platform/uuid.ts";
import { listWidgetForms } from "../tickets/index.ts";
import { asGuest, findGuest, type Guest, type Widget } from "./guest.ts";
import { readHistory, readUnread } from "./history.ts";
import { linkSigned, noteSaid } from "./identify.ts";
import { addPages, insertVisitor, touchVisitor } from "./queries.ts";
import { readSignedIdentity, type SignedIdentity } from "./signed-identity.ts";
import { readTeam } from "./team.ts";
import { visitorView } from "./views.ts";

/** @param ownOrigin this installation's, which may always show its own widget (the test page). */
export function requireOrigin(widget: Widget, origin: string | undefined, ownOrigin: string): void {
  if (origin === ownOrigin || isAllowedOrigin(origin, widget.settings.allowed_origins)) return;
  throw new AppError("forbidden", `${origin || "This page"} is not among the websites that may show this chat.`);
}

/** @param device what is known of the browser, kept with a new visitor. */
export async function openSession(widget: Widget, input: SessionRequest, device: object): Promise<Session> {
  const { ctx } = widget;
  const before = await findGuest(widget, input.token);
  const signed = readIdentity(widget, before, input);
  // Another person signed in on this computer: they must not find what the one before wrote.
  const known = before && isSomebodyElse(before, signed) ? null : before;
  const token = known ? input.token! : randomToken();
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    let guest = known ?? asGuest(widget, newVisitor(widget));
    const now = ctx.platform.clock.now();
    if (!known) {
      const { id, connection_id: connectionId } = guest.visitor;
      await insertVisitor(tx, ctx.workspaceId, { id, connectionId, tokenHash: hashToken(token), device, now });
    }
    if (input.trail?.length && widget.settings.pages_before)
      await addPages(tx, ctx.workspaceId, guest.visitor.id, pagesOf(input.trail, now));
    const where = { page: input.page, language: input.language, timeZone: input.time_zone };
    await touchVisitor(tx, ctx.workspaceId, guest.visitor.id, now, where);
    if (signed) guest = await linkSigned(guest, tx, signed);
    else if (!widget.settings.identity_required) guest = await noteSaid(guest, tx, saidBy(input));
    const [history, { unread }, team, forms] = await Promise.all([
      readHistory(guest, tx),
      readUnread(guest, tx),
      readTeam(ctx, tx),
      listWidgetForms(ctx, tx),
    ]);
    const config = publicConfig(widget.connection.name, widget.settings);
    return { token, config, visitor: visitorView(guest.visitor), team, history, unread, forms };
  });
}

/** The visitor's clock may be wrong; how long ago it was is not. */
const pagesOf = (trail: readonly TrailPage[], now: Date) =>
  trail.map(({ ago, ...page }) => ({ ...page, at: new Date(now.getTime() - ago * 1000).toISOString() }));

const newVisitor = ({ connection, ctx }: Widget) => ({
  id: newId(),
  connection_id: connection.id,
  contact_id: null,
  name: null,
  email: null,
  user_id: null,
  verified: false,
  last_seen_at: ctx.platform.clock.now(),
});

/** A page may stay open for longer than its token lives: who was proven once in this session stays so. */
function readIdentity(widget: Widget, before: Guest | null, input: SessionRequest): SignedIdentity | null {
  if (!input.identity_token) return null;
  try {
    return readSignedIdentity(input.identity_token, widget.secrets().identity_secret, widget.ctx.platform.clock.now());
  } catch (error) {
    if (before?.visitor.verified && error instanceof AppError && error.code === "expired") return null;
    throw error;
  }
}

const isSomebodyElse = ({ visitor }: Guest, signed: SignedIdentity | null): boolean =>
  signed !== null &&
  visitor.verified &&
  (visitor.user_id && signed.userId ? visitor.user_id !== signed.userId : visitor.email !== signed.email);

/** A page may hand over anything; a value that is no address is simply not known. */
const saidBy = ({ name, email }: SessionRequest) => ({
  name,
  email: email && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? email : undefined,
});
