/** What members do to a sample conversation besides writing. */

import type { Change, Who } from "./story.ts";
import { change, happened, type Telling } from "./telling.ts";

export function apply(telling: Telling, who: Who | "system", wanted: Change): void {
  const { conversation, world } = telling;
  conversation.version++;
  if (wanted.assign !== undefined) {
    const to = wanted.assign && world.members[wanted.assign].id;
    const from = conversation.assignee_member_id;
    conversation.assignee_member_id = to;
    if (from !== to) happened(telling, "conversation.assigned", { from, to, type: "member" }, who);
  }
  if (wanted.team !== undefined) {
    const to = wanted.team && world.teams[wanted.team];
    if (to !== conversation.team_id)
      happened(telling, "conversation.team_changed", { from: conversation.team_id, to }, who);
    conversation.team_id = to;
  }
  if (wanted.tags) {
    const removed = conversation.tags.filter((tag) => !wanted.tags!.includes(tag));
    const added = wanted.tags.filter((tag) => !conversation.tags.includes(tag));
    conversation.tags = wanted.tags;
    happened(telling, "conversation.tags_changed", { added, removed }, who);
  }
  if (wanted.priority) change(telling, who, "priority", wanted.priority);
  if (wanted.folder) change(telling, who, "folder", wanted.folder);
  if (wanted.status) change(telling, who, "status", wanted.status);
  if (wanted.snooze !== undefined) {
    conversation.snoozed_until = new Date(world.now.getTime() + wanted.snooze * 3_600_000);
    happened(telling, "conversation.snoozed", { until: conversation.snoozed_until.toISOString() }, who);
  }
}
