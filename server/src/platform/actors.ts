/** Who did what an event tells of, in SQL: beside `events e`, the names by which members, programs and customers are known now. */
import { sql } from "./db.ts";

export const joinActors = sql`left join members m on e.actor_type = 'member' and m.workspace_id = e.workspace_id and m.id = e.actor_id
    left join api_keys k on e.actor_type = 'api_key' and k.workspace_id = e.workspace_id and k.id = e.actor_id
    left join contacts p on e.actor_type = 'contact' and p.workspace_id = e.workspace_id and p.id = e.actor_id`;

/** Null for those that have no name of their own (the system, rules). */
export const actorName = sql`coalesce(m.name, k.name, p.name)`;
