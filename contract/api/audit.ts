/** The audit log: who changed what in the workspace's settings and data, in a chain that shows when something was altered. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, PageQuery, Time } from "./common.ts";

export const AuditEntry = Type.Object({
  id: Id,
  seq: Type.Integer({ description: "Its place in the chain of this workspace; without gaps." }),
  at: Time,
  actor: Type.Object({ type: Type.String(), id: Nullable(Id), name: Type.String() }),
  action: Type.String({ description: "Such as `member.updated`." }),
  target: Nullable(Type.Object({ type: Type.String(), id: Type.String(), name: Type.String() })),
  summary: Type.String(),
  before: Nullable(Type.Record(Type.String(), Type.Unknown())),
  after: Nullable(Type.Record(Type.String(), Type.Unknown())),
  hash: Type.String({ description: "SHA-256 over the entry and the hash of the one before, in hex." }),
});
export type AuditEntry = Static<typeof AuditEntry>;

const filters = {
  q: Type.Optional(Type.String({ maxLength: 200, description: "Words in summary, actor, target or action." })),
  action: Type.Optional(Type.String({ maxLength: 100, description: "Exact, or a group such as `member.`" })),
  actor_id: Type.Optional(Id),
  target_type: Type.Optional(Type.String({ maxLength: 60 })),
  target_id: Type.Optional(Type.String({ maxLength: 100 })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
};

export const AuditQuery = Type.Object({ ...filters, ...PageQuery });
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditExportQuery = Type.Object({ ...filters, format: Type.Optional(OneOf(["csv", "json"] as const)) });
export type AuditExportQuery = Static<typeof AuditExportQuery>;

/** Note `entries` and `head` elsewhere: given back later, the check also finds out whether the end was cut off. */
export const AuditVerifyQuery = Type.Object({
  seq: Type.Optional(Type.Integer({ minimum: 1 })),
  head: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
});
export const AuditVerification = Type.Object({
  ok: Type.Boolean(),
  entries: Type.Integer(),
  head: Nullable(Type.String({ description: "The hash of the last entry." })),
  broken_at: Nullable(Type.Integer({ description: "The first entry that does not fit." })),
  reason: Nullable(Type.String()),
});
export type AuditVerification = Static<typeof AuditVerification>;
