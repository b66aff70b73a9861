/** The person behind the conversation: identity first, then what is known, then what they wrote before. */
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ExternalLink, PanelRightClose } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { getContact } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { usePlace } from "../inbox/context.ts";
import { detailOptions } from "../inbox/queries/messages.ts";
import { ContactFields } from "./ContactFields.tsx";
import { ContactName } from "./ContactName.tsx";
import { Identities } from "./Identities.tsx";
import { Participants } from "./Participants.tsx";
import { RecentConversations } from "./RecentConversations.tsx";
import { Section } from "./Section.tsx";
import { VisitorDetails } from "./VisitorDetails.tsx";

const IdentityList = lazy(() => import("../people/IdentityList.tsx").then((m) => ({ default: m.IdentityList })));
const PersonDetails = lazy(() => import("../people/PersonDetails.tsx").then((m) => ({ default: m.PersonDetails })));
const PanelMore = lazy(() => import("../people/PanelMore.tsx").then((m) => ({ default: m.PanelMore })));

export function ContactPanel({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation("contacts");
  const { narrow, togglePanel } = usePlace();
  const go = useGo();
  const mayChange = useCan()("contacts.update");
  const conversation = useQuery(detailOptions(conversationId));
  const detail = conversation.data;
  const contactId = detail?.contact.id;
  const contact = useQuery({
    queryKey: keys.contact(contactId ?? ""),
    queryFn: ({ signal }) => getContact(contactId!, signal),
    enabled: contactId !== undefined,
  });
  return (
    <aside aria-label={t("panel.label")} className="flex h-full flex-col bg-surface">
      <div className="flex h-11 shrink-0 items-center gap-1 ps-4 pe-2">
        {narrow && (
          <IconButton label={t("back", { ns: "common" })} className="-ms-2" onClick={() => togglePanel("contact")}>
            <ArrowLeft className="rtl:rotate-180" />
          </IconButton>
        )}
        <h2 className="min-w-0 flex-1 text-sm font-semibold text-ink">{t("panel.title")}</h2>
        {contactId && (
          <IconButton size="sm" label={t("panel.open_page")} onClick={() => go(`/contacts/${contactId}`)}>
            <ExternalLink className="rtl:-scale-x-100" />
          </IconButton>
        )}
        {!narrow && (
          <IconButton size="sm" label={t("panel.hide")} action="panel-contact" onClick={() => togglePanel("contact")}>
            <PanelRightClose className="rtl:-scale-x-100" />
          </IconButton>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
        {contact.isError && !contact.data && (
          <ErrorState compact error={contact.error} onRetry={() => void contact.refetch()} />
        )}
        {!contact.data && !contact.isError && !conversation.isError && <PanelSkeleton />}
        {contact.data && (
          <>
            <div className="flex items-center gap-3 pt-1 pb-3">
              <Avatar name={contact.data.name || "?"} id={contact.data.id} size="lg" />
              <div className="min-w-0 flex-1">
                <ContactName key={contact.data.id} contact={contact.data} />
              </div>
            </div>
            <Suspense fallback={<Identities contact={contact.data} />}>
              <IdentityList key={contact.data.id} contact={contact.data} locked={!mayChange} />
            </Suspense>
            <Section name="fields" title={t("section.details")}>
              <ContactFields contact={contact.data} />
              <Suspense>
                <PersonDetails contact={contact.data} />
              </Suspense>
            </Section>
            {detail && <VisitorDetails conversationId={conversationId} />}
            {detail && detail.participants.length > 1 && (
              <Section name="participants" title={t("section.participants")}>
                <Participants people={detail.participants} />
              </Section>
            )}
            <Section name="recent" title={t("section.recent")}>
              <RecentConversations contactId={contact.data.id} exceptId={conversationId} />
            </Section>
            <Suspense>
              <PanelMore key={contact.data.id} contact={contact.data} />
            </Suspense>
          </>
        )}
      </div>
    </aside>
  );
}

function PanelSkeleton() {
  return (
    <div className="grid gap-4 pt-1">
      <div className="flex items-center gap-3">
        <Skeleton className="size-12 rounded-full" />
        <Skeleton className="w-1/2" />
      </div>
      {["w-3/4", "w-2/3", "w-1/2"].map((width) => (
        <Skeleton key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  );
}
