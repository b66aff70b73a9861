/** What was missed goes by mail, once, several together: after a while unread, and never while a member does not want to be disturbed. */
import { type Role, rolePermissions } from "@omniflow/contract";
import { type Caller, type Platform, systemContext } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import type { Task } from "../../platform/jobs.ts";
import { filterVisible } from "../conversations/index.ts";
import { fillMailText } from "../responses/index.ts";
import { filterVisibleTickets } from "../tickets/index.ts";
import { mailWords } from "./mail-words.ts";

const afterMinutes = 15;

type Missed = {
  workspace_id: string;
  member_id: string;
  role: Role;
  team_ids: string[];
  email: string;
  member_name: string;
  /** The member's, or else the workspace's. */
  language: string | null;
  items: {
    id: string;
    kind: string;
    actor_name: string;
    text: string;
    subject: string;
    path: string;
    conversation_id: string | null;
    ticket_id: string | null;
  }[];
  slug: string;
};

export const mailMissed: Task = async (platform) => {
  if (!platform.mailer.canSend) return;
  for (const found of await findMissed(platform)) {
    const ids = found.items.map((item) => item.id);
    const missed = { ...found, items: await stillSeen(platform, found) };
    // Marked before it is sent: a mail twice is worse than one that is lost, since everything stands in the product too.
    const claimed = await platform.db.inWorkspace(missed.workspace_id, (tx) =>
      tx.run(
        sql`update notifications set mailed_at = now() where workspace_id = ${missed.workspace_id} and id = any(${ids}::uuid[]) and mailed_at is null`,
      ),
    );
    if (claimed && missed.items.length > 0)
      await platform.mailer
        .send(await mailOf(platform, missed))
        .catch((err) =>
          platform.log.warn(
            { err, workspace: systemContext(platform, missed.workspace_id).workspaceId },
            "a notification mail was not taken",
          ),
        );
  }
};

/** What was told once may be out of the member's sight by now: a mail says nothing of it then. */
function stillSeen(platform: Platform, { items, ...member }: Missed): Promise<Missed["items"]> {
  const ctx: Caller = {
    ...systemContext(platform, member.workspace_id),
    actor: { type: "member", id: member.member_id },
    permissions: new Set(rolePermissions[member.role]),
    memberId: member.member_id,
    teamIds: member.team_ids,
  };
  return platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const seen = await filterVisible(
      ctx,
      tx,
      items.flatMap((item) => item.conversation_id ?? []),
    );
    const tickets = await filterVisibleTickets(
      ctx,
      tx,
      items.flatMap((item) => item.ticket_id ?? []),
    );
    return items.filter(
      (item) =>
        (item.conversation_id === null || seen.includes(item.conversation_id)) &&
        (item.ticket_id === null || tickets.includes(item.ticket_id)),
    );
  });
}

const findMissed = (platform: Platform): Promise<Missed[]> =>
  platform.db.asSystem("members of every workspace miss things", (tx) =>
    tx.rows<Missed>(sql`select n.workspace_id, n.member_id, m.email, m.name as member_name, coalesce(nullif(m.settings->>'language', ''), w.settings->>'language') as language, m.role, array(select t.team_id from team_members t where t.workspace_id = m.workspace_id and t.member_id = m.id) as team_ids, w.slug,
        json_agg(json_build_object('id', n.id, 'kind', n.kind, 'actor_name', n.actor_name, 'text', n.text, 'conversation_id', c.id, 'ticket_id', t.id,
          'subject', coalesce('#' || t.number || ' ' || t.title, c.subject, r.name),
          'path', case when t.id is not null then 'tickets/' || t.id when r.id is not null then 'responses/' || r.id else 'inbox/all/' || c.id end) order by n.created_at) as items
      from notifications n join members m on m.workspace_id = n.workspace_id and m.id = n.member_id and m.deactivated_at is null
      left join conversations c on c.workspace_id = n.workspace_id and c.id = n.conversation_id
      left join responses r on r.workspace_id = n.workspace_id and r.id = n.response_id and r.deleted_at is null
      left join tickets t on t.workspace_id = n.workspace_id and t.id = n.ticket_id and t.deleted_at is null
      join workspaces w on w.id = n.workspace_id
      where coalesce(c.id, r.id, t.id) is not null and n.read_at is null and n.mailed_at is null and n.created_at < now() - make_interval(mins => ${afterMinutes}) and n.created_at > now() - interval '1 day'
        and not exists (select 1 from messages d where d.workspace_id = n.workspace_id and d.id = n.message_id and d.deleted_at is not null)
        and coalesce(m.settings->'notifications'->'email' ? n.kind, true)
        and coalesce((m.settings->'notifications'->>'do_not_disturb_until')::timestamptz < now(), true)
      group by n.workspace_id, n.member_id, m.id, m.workspace_id, m.email, m.name, m.settings, m.role, w.slug, w.settings limit 500`),
  );

async function mailOf(platform: Platform, missed: Missed) {
  const base = platform.env.publicUrl ?? `http://localhost:${platform.env.port}`;
  const words = mailWords(missed.language);
  const lines = missed.items.slice(0, 20).map((item) => {
    const what = words.line[item.kind]?.(item.actor_name, item.ticket_id !== null) ?? item.kind;
    const detail = words.detail(item);
    return `• ${what}${item.subject ? ` — ${item.subject}` : ""}${detail ? `\n  ${detail}` : ""}\n  ${base}/w/${missed.slug}/${item.path}`;
  });
  const more = missed.items.length > 20 ? `\n\n${words.more(missed.items.length - 20)}` : "";
  const own = {
    "mail.list": `${lines.join("\n\n")}${more}`,
    "mail.count": String(missed.items.length),
    "mail.name": missed.member_name,
  };
  const ctx = systemContext(platform, missed.workspace_id);
  const worded = await platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    fillMailText(ctx, tx, "missed", own, { languages: [missed.language] }),
  );
  return { to: missed.email, ...worded };
}
