/** Connection row → what a member may see, what an adapter gets, what the intake needs. Secrets leave only towards the adapter. */
import type { Channel, ChannelKind } from "@omniflow/contract";
import type { ChannelAdapter, ConnectionView } from "../../channels/adapter.ts";
import { findAdapter } from "../../channels/registry.ts";
import type { Platform } from "../../platform/context.ts";
import type { ReceivingConnection } from "../conversations/index.ts";
import type { ConnectionRow, CountedRow } from "./queries.ts";

const secretPurpose = "connection secrets";

export const sealSecrets = (platform: Platform, id: string, secrets: Record<string, unknown>): Buffer | null =>
  Object.keys(secrets).length ? platform.crypto.seal(secretPurpose, JSON.stringify(secrets), id) : null;

export const openSecrets = (platform: Platform, row: Pick<ConnectionRow, "id" | "secrets">): Record<string, string> =>
  row.secrets ? JSON.parse(platform.crypto.open(secretPurpose, row.secrets, row.id).toString()) : {};

/** The connection as its adapter sees it, and its kind. @throws when the secrets were sealed with another OMNIFLOW_SECRET */
export function viewOf(platform: Platform, row: ConnectionRow): ConnectionView & { kind: string } {
  const purposeOf = (purpose: string) => `connection ${row.id} ${purpose}`;
  return {
    id: row.id,
    kind: row.kind,
    workspaceId: row.workspace_id,
    key: row.key,
    name: row.name,
    address: row.address,
    settings: row.settings,
    secrets: openSecrets(platform, row),
    host: { publicUrl: publicUrl(platform), mailRelay: platform.env.smtpUrl, mailDomain: mailDomain(platform) },
    sign: (purpose, payload) => platform.crypto.signToken(purposeOf(purpose), payload),
    unsign: (purpose, token) => platform.crypto.readToken(purposeOf(purpose), token),
  };
}

const publicUrl = ({ env }: Platform): string => env.publicUrl ?? `http://localhost:${env.port}`;

/** Where generated addresses live: the host of the public address, or the domain the first mailbox was given. */
export function mailDomain(platform: Platform): string {
  const host = platform.env.publicUrl ? new URL(platform.env.publicUrl).hostname : "localhost";
  const isName = /[a-z]/i.test(host) && !host.startsWith("[") && host !== "localhost";
  return isName ? host : platform.env.bootstrapMailbox.split("@").at(-1)!.toLowerCase();
}

export const receivingView = (row: ConnectionRow): ReceivingConnection => ({
  id: row.id,
  kind: row.kind,
  teamId: row.team_id,
  autoReply: row.auto_reply?.enabled ?? false,
});

export const connectionView = (platform: Platform, row: CountedRow): Channel => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  address: row.address,
  state: row.state,
  key: row.key,
  settings: publicSettings(platform, row),
  secrets_set: Object.keys(readableSecrets(platform, row)),
  team_id: row.team_id,
  signature: row.signature,
  auto_reply: row.auto_reply,
  health: {
    state: row.health,
    reason: row.health_reason,
    at: row.health_at?.toISOString() ?? null,
    last_received_at: row.last_received_at?.toISOString() ?? null,
    last_sent_at: row.last_sent_at?.toISOString() ?? null,
    waiting: row.waiting,
    quarantined: row.quarantined,
  },
  created_at: row.created_at.toISOString(),
  version: row.version,
});

/** Only what the schema names: a property of an older version, perhaps a secret then, stays inside. */
function publicSettings(platform: Platform, row: ConnectionRow): Record<string, unknown> {
  const known = findAdapter(platform, row.kind)?.settings.properties ?? {};
  return Object.fromEntries(Object.entries(row.settings).filter(([name]) => Object.hasOwn(known, name)));
}

/** The list of channels must show even when the secrets cannot be opened any more. */
function readableSecrets(platform: Platform, row: ConnectionRow): Record<string, unknown> {
  try {
    return openSecrets(platform, row);
  } catch {
    return {};
  }
}

export const kindView = (adapter: ChannelAdapter): ChannelKind => ({
  kind: adapter.kind,
  label: adapter.label,
  summary: adapter.summary,
  settings: plain(adapter.settings),
  secrets: plain(adapter.secrets),
  form: adapter.form,
  has_address: adapter.address !== undefined,
  can_test: adapter.test !== undefined,
});

const plain = (schema: object) => JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
