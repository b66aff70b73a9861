/** Contacts: a searchable list, and beside it everything about one person. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Search, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { listContacts } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { useGo, useSlug } from "../../frame/workspace-link.ts";
import { cn } from "../../lib/cn.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { ResizablePane } from "../../ui/panes.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { ContactPage } from "./ContactPage.tsx";

const searchAfterMs = 200;

export function ContactsPage() {
  const { t } = useTranslation("contacts");
  const { contactId } = useParams({ strict: false }) as { contactId?: string };
  const narrow = useNarrow();
  if (narrow) return contactId ? <ContactPage key={contactId} id={contactId} /> : <ContactList selected={null} />;
  return (
    <div className="flex h-full min-h-0">
      <ResizablePane
        name="contacts"
        label={t("list.resize")}
        initial={340}
        min={260}
        max={520}
        className="border-e border-line"
      >
        <ContactList selected={contactId ?? null} />
      </ResizablePane>
      <div className="min-w-0 flex-1">
        {contactId ? (
          <ContactPage key={contactId} id={contactId} />
        ) : (
          <EmptyState icon={<Users />} title={t("none_open")} className="pt-32">
            {t("none_open_hint")}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

function ContactList({ selected }: { selected: string | null }) {
  const { t } = useTranslation("contacts");
  const [text, setText] = useState("");
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), searchAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useInfiniteQuery({
    queryKey: keys.contactList(q ? { q } : {}),
    queryFn: ({ pageParam, signal }) => listContacts(q ? { q } : {}, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t("title")} className="flex h-full flex-col">
      <header className="shrink-0 border-b border-line px-3 pb-2">
        <h1 className="flex h-11 items-center ps-1 text-base font-semibold text-ink">{t("title")}</h1>
        <label className="relative flex items-center">
          <span className="sr-only">{t("list.search")}</span>
          <Search aria-hidden className="pointer-events-none absolute start-2 size-3.5 text-faint" />
          <input
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t("list.search")}
            className="h-7 w-full rounded-md border border-transparent bg-sunken ps-7 pe-2 text-sm text-ink outline-none placeholder:text-faint hover:border-line focus:border-accent focus:bg-surface max-md:h-10 max-md:text-lg"
          />
        </label>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {query.isPending && <SkeletonRows rows={8} className="px-4" />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && people.length === 0 && (
          <EmptyState icon={<Users />} title={t(q ? "list.none_found" : "list.empty")}>
            {t(q ? "list.none_found_hint" : "list.empty_hint")}
          </EmptyState>
        )}
        <ul>
          {people.map((contact) => (
            <PersonRow
              key={contact.id}
              id={contact.id}
              name={contact.name}
              detail={contact.emails[0] ?? contact.phones[0] ?? ""}
              selected={contact.id === selected}
            />
          ))}
        </ul>
        {query.hasNextPage && (
          <div className="p-3 text-center">
            <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t("showMore", { ns: "common" })}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

type RowProps = { id: string; name: string; detail: string; selected: boolean };

function PersonRow({ id, name, detail, selected }: RowProps) {
  const { t } = useTranslation("contacts");
  const slug = useSlug();
  const go = useGo();
  return (
    <li>
      <a
        href={`/w/${slug}/contacts/${id}`}
        aria-current={selected ? "true" : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(`/contacts/${id}`);
        }}
        className={cn(
          "flex h-14 items-center gap-3 border-b border-line px-4 -outline-offset-2 hover:bg-hover",
          selected && "bg-selected hover:bg-selected",
        )}
      >
        <Avatar name={name || detail || "?"} id={id} />
        <span className="min-w-0">
          <bdi className="block truncate text-sm font-medium text-ink">{name || t("unnamed")}</bdi>
          <bdi className="block truncate text-xs text-faint">{detail}</bdi>
        </span>
      </a>
    </li>
  );
}
