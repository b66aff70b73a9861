/**
 * Every fact the product records. An event is written in the transaction of the change; the timeline, the realtime feed,
 * webhooks and automation read the same row. `webhook` is the public name (null: not published), `timeline` whether members
 * see it as a line in the thread. The client's refresh table (web/src/api/refresh.ts) must name each of these.
 */
import { type Static, type TObject, Type } from "typebox";

const id = Type.String({ format: "uuid" });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);
const change = Type.Object({ from: nullable(Type.String()), to: nullable(Type.String()) });

/** Old → new by field. */
const changes = Type.Record(Type.String(), Type.Object({ from: Type.Unknown(), to: Type.Unknown() }));

const mergeData = Type.Object({ source_id: id, target_id: id, source_subject: Type.String() });

/** A ticket as the lines about it name it. */
const ticket = { ticket_id: id, number: Type.Integer(), title: Type.String() };
const ticketChange = Type.Object({
  field: Type.String(),
  from: nullable(Type.String()),
  to: nullable(Type.String()),
});

type EventDefinition = { payload: TObject; webhook: string | null; timeline: boolean };
const define = <T extends TObject>(payload: T, webhook: string | null = null, timeline = false) =>
  ({ payload, webhook, timeline }) satisfies EventDefinition;

export const eventDefinitions = {
  "conversation.created": define(Type.Object({ channel: Type.String() }), "conversation.created", true),
  "message.received": define(Type.Object({ message_id: id }), "conversation.message_added"),
  "message.queued": define(Type.Object({ message_id: id, send_at: Type.String() }), "conversation.message_added"),
  "message.cancelled": define(Type.Object({ message_id: id }), null),
  "message.sent": define(Type.Object({ message_id: id }), null),
  "message.delivered": define(Type.Object({ message_id: id }), null),
  "message.read": define(Type.Object({ message_id: id }), null),
  "message.failed": define(Type.Object({ message_id: id, reason: Type.String() }), null, true),
  "note.created": define(Type.Object({ message_id: id, mentions: Type.Array(id) }), null),
  "note.edited": define(Type.Object({ message_id: id })),
  "note.deleted": define(Type.Object({ message_id: id }), null, true),
  "message.not_sent": define(Type.Object({ message_id: id, reason: Type.String() }), null, true),
  "conversation.followers_changed": define(Type.Object({ member_id: id, following: Type.Boolean() })),
  "conversation.deleted": define(Type.Object({ subject: Type.String() })),
  "conversation.assigned": define(
    Type.Object({
      from: nullable(id),
      to: nullable(id),
      type: Type.Union([Type.Literal("member"), Type.Literal("ai_agent")]),
    }),
    "conversation.assigned",
    true,
  ),
  "conversation.team_changed": define(Type.Object({ from: nullable(id), to: nullable(id) }), null, true),
  "conversation.status_changed": define(change, null, true),
  "conversation.priority_changed": define(change, null, true),
  "conversation.subject_changed": define(change, null, true),
  "conversation.tags_changed": define(
    Type.Object({ added: Type.Array(Type.String()), removed: Type.Array(Type.String()) }),
    null,
    true,
  ),
  "conversation.snoozed": define(Type.Object({ until: Type.String() }), null, true),
  "conversation.woken": define(Type.Object({ reason: Type.String() }), null, true),
  "conversation.moved": define(change, null, true),
  "conversation.merged": define(mergeData, null, true),
  "conversation.unmerged": define(mergeData, null, true),
  "conversation.split": define(Type.Object({ source_id: id, target_id: id }), null, true),
  "conversation.unsplit": define(Type.Object({ source_id: id, target_id: id }), null, true),
  "ticket.created": define(
    Type.Object({ ...ticket, source: Type.String(), assignee_id: Type.Optional(nullable(id)) }),
    "ticket.created",
  ),
  "ticket.updated": define(Type.Object({ ...ticket, changes: Type.Array(ticketChange) }), "ticket.updated"),
  "ticket.status_changed": define(
    Type.Object({
      ...ticket,
      from: Type.String(),
      to: Type.String(),
      from_name: Type.String(),
      to_name: Type.String(),
    }),
    "ticket.status_changed",
  ),
  "ticket.resolved": define(Type.Object(ticket), "ticket.resolved"),
  "ticket.merged": define(
    Type.Object({ source_id: id, target_id: id, source_number: Type.Integer(), target_number: Type.Integer() }),
    "ticket.merged",
  ),
  "ticket.unmerged": define(
    Type.Object({ source_id: id, target_id: id, source_number: Type.Integer(), target_number: Type.Integer() }),
  ),
  "ticket.deleted": define(Type.Object(ticket)),
  "ticket.restored": define(Type.Object(ticket)),
  // In the thread of each linked conversation: that there is a ticket, and where it stands.
  "ticket.linked": define(Type.Object(ticket), null, true),
  "ticket.unlinked": define(Type.Object(ticket), null, true),
  "ticket.progressed": define(Type.Object({ ...ticket, from: Type.String(), to: Type.String() }), null, true),
  "ticket.contact_added": define(Type.Object({ ...ticket, name: Type.String() })),
  "ticket.contact_removed": define(Type.Object({ ...ticket, name: Type.String() })),
  "ticket.relation_added": define(
    Type.Object({ ...ticket, kind: Type.String(), other_id: id, other_number: Type.Integer() }),
  ),
  "ticket.relation_removed": define(
    Type.Object({ ...ticket, kind: Type.String(), other_id: id, other_number: Type.Integer() }),
  ),
  "ticket.note_created": define(Type.Object({ ...ticket, note_id: id, mentions: Type.Array(id) })),
  "ticket.note_edited": define(Type.Object({ ...ticket, note_id: id })),
  "ticket.note_deleted": define(Type.Object({ ...ticket, note_id: id })),
  "ticket.note_restored": define(Type.Object({ ...ticket, note_id: id })),
  "ticket.files_changed": define(
    Type.Object({ ...ticket, added: Type.Array(Type.String()), removed: Type.Array(Type.String()) }),
  ),
  "ticket.checklist_changed": define(Type.Object({ ...ticket, text: Type.String(), what: Type.String() })),
  "ticket.followers_changed": define(Type.Object({ ...ticket, member_id: id, following: Type.Boolean() })),
  "ticket.broadcast": define(Type.Object({ ...ticket, broadcast_id: id, recipients: Type.Integer() })),
  "ticket_type.changed": define(Type.Object({ type_id: id })),
  "ticket_settings.changed": define(Type.Object({})),
  "contact.created": define(Type.Object({}), "contact.created"),
  "contact.updated": define(
    Type.Object({ fields: Type.Array(Type.String()), changes: Type.Optional(changes) }),
    "contact.updated",
  ),
  "contact.merged": define(
    Type.Object({ source_id: id, target_id: id, source_name: Type.String() }),
    "contact.updated",
  ),
  "contact.unmerged": define(
    Type.Object({ source_id: id, target_id: id, source_name: Type.String() }),
    "contact.updated",
  ),
  "contact.identity_added": define(
    Type.Object({ identity_id: id, kind: Type.String(), value: Type.String() }),
    "contact.updated",
  ),
  "contact.identity_removed": define(Type.Object({ kind: Type.String(), value: Type.String() }), "contact.updated"),
  "contact.identity_verified": define(
    Type.Object({ identity_id: id, kind: Type.String(), value: Type.String(), verified: Type.Boolean() }),
    "contact.updated",
  ),
  "contact.identity_moved": define(
    Type.Object({ kind: Type.String(), value: Type.String(), from_id: id, to_id: id }),
    "contact.updated",
  ),
  "contact.consent_changed": define(
    Type.Object({
      kind: Type.String(),
      value: Type.String(),
      channel: Type.String(),
      from: nullable(Type.String()),
      to: nullable(Type.String()),
      reason: Type.String(),
    }),
    "contact.updated",
  ),
  "contact.note_changed": define(Type.Object({ note_id: id, change: Type.String() })),
  "duplicate.changed": define(Type.Object({ duplicate_id: nullable(id) })),
  "segment.changed": define(Type.Object({ segment_id: id })),
  "field.changed": define(Type.Object({ field_id: id, record: Type.String() })),
  "company.created": define(Type.Object({ company_id: id, name: Type.String() }), "company.created"),
  "company.updated": define(
    Type.Object({ company_id: id, fields: Type.Array(Type.String()), changes: Type.Optional(changes) }),
    "company.updated",
  ),
  "company.deleted": define(Type.Object({ company_id: id, name: Type.String() }), "company.deleted"),
  "company.note_changed": define(Type.Object({ company_id: id, note_id: id, change: Type.String() })),
  "company.merged": define(Type.Object({ source_id: id, target_id: id, source_name: Type.String() }), "company.merged"),
  "company.unmerged": define(
    Type.Object({ source_id: id, target_id: id, source_name: Type.String() }),
    "company.unmerged",
  ),
  "contact.deleted": define(Type.Object({ contact_id: id }), "contact.deleted"),
  "import.finished": define(Type.Object({ import_id: id, state: Type.String() })),
  "connection.created": define(Type.Object({ connection_id: id, kind: Type.String() })),
  "connection.updated": define(Type.Object({ connection_id: id, fields: Type.Array(Type.String()) })),
  "connection.removed": define(Type.Object({ connection_id: id })),
  "connection.health_changed": define(
    Type.Object({ connection_id: id, state: Type.String(), reason: nullable(Type.String()) }),
  ),
  "intake.quarantined": define(Type.Object({ connection_id: id, raw_id: id, reason: Type.String() })),
  "workspace.updated": define(Type.Object({ fields: Type.Array(Type.String()) })),
  "member.invited": define(Type.Object({ email: Type.String(), role: Type.String() })),
  "member.uninvited": define(Type.Object({ email: Type.String() })),
  "member.joined": define(Type.Object({ member_id: id })),
  "member.updated": define(Type.Object({ member_id: id, fields: Type.Array(Type.String()) })),
  "member.removed": define(Type.Object({ member_id: id })),
  "team.created": define(Type.Object({ team_id: id })),
  "team.updated": define(Type.Object({ team_id: id, fields: Type.Array(Type.String()) })),
  "team.removed": define(Type.Object({ team_id: id })),
  "view.changed": define(Type.Object({ view_id: id })),
  "response.created": define(Type.Object({ response_id: id })),
  "response.updated": define(Type.Object({ response_id: id, fields: Type.Array(Type.String()) })),
  "response.approved": define(Type.Object({ response_id: id, proposed_by: Type.Optional(nullable(id)) })),
  "response.returned": define(Type.Object({ response_id: id, proposed_by: nullable(id) })),
  "response.submitted": define(Type.Object({ response_id: id })),
  "response.review_due": define(Type.Object({ response_id: id, review_at: Type.String() })),
  "response.deleted": define(Type.Object({ response_id: id })),
  "response.imported": define(Type.Object({ count: Type.Integer() })),
  "tag.changed": define(Type.Object({ tag_id: id })),
  "api_key.created": define(Type.Object({ api_key_id: id, name: Type.String() })),
  "api_key.revoked": define(Type.Object({ api_key_id: id })),
} satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof eventDefinitions;
export type EventPayload<T extends EventType> = Static<(typeof eventDefinitions)[T]["payload"]>;
export const eventTypes = Object.keys(eventDefinitions) as EventType[];
