/** One person on a page of their own. */
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, UserRoundX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { getContact } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { ContactFields } from "./ContactFields.tsx";
import { ContactName } from "./ContactName.tsx";
import { Identities } from "./Identities.tsx";
import { RecentConversations } from "./RecentConversations.tsx";

export function ContactPage({ id }: { id: string }) {
  const { t } = useTranslation("contacts");
  const narrow = useNarrow();
  const go = useGo();
  const query = useQuery({ queryKey: keys.contact(id), queryFn: ({ signal }) => getContact(id, signal) });
  const gone = query.error instanceof ApiError && [400, 403, 404].includes(query.error.status);
  return (
    <section aria-label={t("panel.label")} className="flex h-full flex-col bg-surface">
      {narrow && (
        <div className="flex h-11 shrink-0 items-center px-2">
          <IconButton label={t("back", { ns: "common" })} onClick={() => go("/contacts")}>
            <ArrowLeft className="rtl:rotate-180" />
          </IconButton>
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-2xl px-6 py-6">
          {query.isPending && <SkeletonRows rows={3} />}
          {query.isError && !query.data && !gone && (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          )}
          {gone && (
            <EmptyState icon={<UserRoundX />} title={t("not_found")}>
              {t("not_found_hint")}
            </EmptyState>
          )}
          {query.data && (
            <>
              <header className="flex items-center gap-4 pb-6">
                <Avatar name={query.data.name || "?"} id={id} size="lg" />
                <div className="min-w-0 flex-1">
                  <ContactName key={id} contact={query.data} />
                </div>
              </header>
              <div className="grid gap-6">
                <Block title={t("section.identities")}>
                  <Identities contact={query.data} />
                </Block>
                <Block title={t("section.details")}>
                  <ContactFields contact={query.data} />
                </Block>
                <Block title={t("section.conversations")}>
                  <RecentConversations contactId={id} />
                </Block>
              </div>
            </>
          )}
        </div>
      </div>
    </section>
  );
}

function Block({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="rounded-lg border border-line p-4">
      <h2 className="pb-2 text-sm font-semibold text-ink">{title}</h2>
      {children}
    </section>
  );
}
