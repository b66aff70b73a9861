/**
 * Words that are partly a person and partly what was said: `Maria late`. Each word may be a part of the contact's name or
 * address; those that are not have to be in one of the contact's messages. Bounded on both sides: few people are looked
 * through by their conversations, and a name that thousands bear is looked for among the newest messages with the other words.
 */
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { rootOf } from "../../../platform/merged.ts";
import { type SearchQuery, tsqueryOf } from "./parse.ts";

/** The most people one word finds. */
const mostPeople = 200;
/** Their newest conversations that are looked through. */
const mostConversations = 500;
/** The newest conversations with the other words, in which a common name is looked for. */
const mostWithWords = 500;
/** More words than this are no name, and no more groups of people than this are looked through. */
const mostWords = 5;
const mostGroups = 4;

type Hit = { conversation_id: string; message_id: string };

export const findPeople = async (tx: Tx, fragment: string): Promise<string[]> =>
  (await tx.rows<{ id: string }>(sql`select search_people as id from search_people(${fragment}, ${mostPeople})`)).map(
    (row) => row.id,
  );

/** @returns conversations by a person and a word, and people all of whose words were named, in whatever order */
export async function findMixed(ctx: Caller, tx: Tx, query: SearchQuery): Promise<{ hits: Hit[]; contacts: string[] }> {
  const all = [...query.words, ...query.phrases];
  // One or two letters are part of too many names; the index knows threes.
  const names = all.filter((word) => word.length > 2).slice(0, mostWords);
  if (all.length < 2 || !names.length) return { hits: [], contacts: [] };
  const found = await Promise.all(names.map((name) => findPeople(tx, name)));
  const groups = groupPeople(names, found);
  const complete = groups.filter(({ named }) => named.length === all.length);
  const common = names.filter((_, index) => found[index]!.length >= mostPeople);
  // Of a common name these are some out of thousands: it is looked for by what was said instead.
  const partly = groups
    .filter(({ named }) => named.length < all.length && !(named.length === 1 && common.includes(named[0]!)))
    .slice(0, mostGroups);
  const hits = await Promise.all([
    ...partly.map(({ named, people }) => saidBy(ctx, tx, people, needleOf(query, named))),
    ...common.map((name) => saidByAnyCalled(tx, name, without(query, name))),
  ]);
  return { hits: hits.flat(), contacts: query.without.length ? [] : complete.flatMap(({ people }) => people) };
}

/** People by which of the words their name or address holds; those who hold the most first. Exported for the test. */
export function groupPeople(names: string[], found: string[][]): { named: string[]; people: string[] }[] {
  const byPerson = new Map<string, string[]>();
  for (const [index, people] of found.entries())
    for (const id of people) byPerson.set(id, [...(byPerson.get(id) ?? []), names[index]!]);
  const groups = Map.groupBy(byPerson, ([, named]) => named.join("\n"));
  return [...groups.values()]
    .map((group) => ({ named: group[0]![1], people: group.map(([id]) => id) }))
    .sort((a, b) => b.named.length - a.named.length);
}

const without = (query: SearchQuery, name: string): SearchQuery => ({
  ...query,
  words: query.words.filter((word) => word !== name),
  phrases: query.phrases.filter((phrase) => phrase !== name),
});

const needleOf = ({ words, phrases, without }: SearchQuery, named: string[]): string | null => {
  const rest = (list: string[]) => list.filter((word) => !named.includes(word));
  return tsqueryOf({ words: rest(words), phrases: rest(phrases), without });
};

async function saidBy(ctx: Caller, tx: Tx, people: string[], needle: string | null): Promise<Hit[]> {
  if (!needle) return [];
  return tx.rows<Hit>(sql`select ${rootOf("t")} as conversation_id, hit.id as message_id
    from (select c.id, c.merged_into from conversations c where c.workspace_id = ${ctx.workspaceId} and c.contact_id = any(${people}::uuid[])
        order by c.last_message_at desc limit ${mostConversations}) t
      cross join lateral (select m.id from messages m where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = t.id and m.deleted_at is null
        and m.search @@ search_text(${needle})::tsquery order by m.created_at desc limit 1) hit`);
}

async function saidByAnyCalled(tx: Tx, name: string, rest: SearchQuery): Promise<Hit[]> {
  const needle = tsqueryOf(rest, { beginnings: false });
  if (!needle) return [];
  return tx.rows<Hit>(
    sql`select conversation_id, message_id from search_said_by(${name}, ${needle}, ${tsqueryOf(rest)}, ${mostWithWords})`,
  );
}
