/** The audit log: what people change in a workspace's settings, and what they delete or carry out of it. First of all modules. */
export { type AuditFacts, recordAudit } from "./record.ts";
export { auditRoutes } from "./routes.ts";
