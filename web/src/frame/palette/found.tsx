/** What the server finds for the typed words, a moment after the last key; what was opened lately stands before it. */
import type { Contact, Conversation } from "@omniflow/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { listContacts } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { searchConversations } from "../../api/triage.ts";
import { jump } from "../../features/inbox/search/jump.ts";
import { useStore } from "../../lib/store.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { useMe } from "../me.ts";
import { useGo } from "../workspace-link.ts";
import { best } from "./match.ts";
import type { Entry } from "./Palette.tsx";
import { addRecent, type Recent, readRecent, recentChanges } from "./recent.ts";

const searchAfterMs = 150;
const mostRecent = 5;
const mostConversations = 8;
const mostContacts = 6;

export function useFound(typed: string) {
  const { t } = useTranslation("handling");
  const me = useMe();
  const go = useGo();
  const { view = "all", conversationId } = useParams({ strict: false }) as { view?: string; conversationId?: string };
  useStore(recentChanges);
  const asked = useLater(typed);
  const search = useQuery({
    queryKey: [...keys.search(asked), "few"],
    queryFn: ({ signal }) => searchConversations(asked, mostConversations, signal),
    enabled: asked.length > 1,
    placeholderData: keepPreviousData,
  });
  const people = useQuery({
    queryKey: keys.contactList({ q: asked }),
    queryFn: ({ signal }) => listContacts({ q: asked }, null, signal),
    enabled: asked.length > 1,
    placeholderData: keepPreviousData,
  });

  const opened = readRecent(me).filter((one) => one.id !== conversationId);
  const about = (one: Recent): Entry => ({
    key: `${one.kind} ${one.id}`,
    text: `${one.name} ${one.subject}`,
    face: <Face name={one.name || t("first.nameless")} more={one.subject} />,
    icon: <Avatar name={one.name || "?"} id={one.id} size="xs" />,
    go: () => {
      addRecent(me, one);
      go(one.kind === "contact" ? `/contacts/${one.id}` : `/inbox/${encodeURIComponent(view)}/${one.id}`);
    },
  });
  const conversationOf = ({ id, contact, subject, preview }: Conversation): Recent => ({
    kind: "conversation",
    id,
    name: contact.name,
    subject: subject || preview,
  });
  const contactOf = ({ id, name, emails, phones }: Contact): Recent => ({
    kind: "contact",
    id,
    name: name || emails[0] || phones[0] || "",
    subject: name ? (emails[0] ?? phones[0] ?? "") : "",
  });

  const lately = typed ? best(typed, opened, (one) => `${one.name} ${one.subject}`).map(about) : [];
  const fresh = asked.length > 1 && typed.length > 1;
  const conversations = (fresh ? (search.data ?? []) : []).map(({ conversation, message_id }): Entry => {
    const entry = about(conversationOf(conversation));
    return {
      ...entry,
      go: () => {
        if (message_id) jump.set({ conversationId: conversation.id, messageId: message_id });
        entry.go();
      },
    };
  });
  const contacts = (fresh ? (people.data?.items ?? []) : []).slice(0, mostContacts).map((one) => about(contactOf(one)));
  const of = (kind: Recent["kind"]) => lately.filter((entry) => entry.key.startsWith(kind));
  return {
    recent: opened.slice(0, mostRecent).map(about),
    conversations: once([...of("conversation"), ...conversations]).slice(0, mostConversations),
    contacts: once([...of("contact"), ...contacts]).slice(0, mostContacts),
    waiting: typed.length > 1 && (asked !== typed || search.isFetching || people.isFetching),
  };
}

const once = (list: Entry[]): Entry[] => [...new Map(list.map((entry) => [entry.key, entry])).values()];

function Face({ name, more }: { name: string; more: string }) {
  return (
    <span className="flex items-baseline gap-2">
      <bdi className="max-w-[60%] shrink-0 truncate">{name}</bdi>
      <bdi className="min-w-0 truncate text-xs text-muted">{more}</bdi>
    </span>
  );
}

function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), searchAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
