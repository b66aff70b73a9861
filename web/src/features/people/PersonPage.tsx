/** One person: who they are and how they are reached at the left, everything that happened at the right. */
import type { Contact } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Ban, ChevronLeft, FileArchive, Merge, MoreHorizontal, Trash2, UserRoundX } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { getContact } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { ContactFields } from "../contacts/ContactFields.tsx";
import { ContactName } from "../contacts/ContactName.tsx";
import { useChangeContact } from "../contacts/change.ts";
import { Block } from "./CompanyPage.tsx";
import { Consents } from "./Consents.tsx";
import { IdentityList } from "./IdentityList.tsx";
import { MergedAway, Merges } from "./Merges.tsx";
import { PersonDetails } from "./PersonDetails.tsx";
import { NewTicketButton, TicketList } from "./TicketList.tsx";
import { Timeline } from "./timeline/Timeline.tsx";
import { Visits } from "./Visits.tsx";

const MergeDialog = lazy(() => import("./MergeDialog.tsx").then((m) => ({ default: m.MergeDialog })));
const PrivacyDialog = lazy(() => import("./PrivacyDialog.tsx").then((m) => ({ default: m.PrivacyDialog })));

export function PersonPage({ id }: { id: string }) {
  const { t } = useTranslation(["people", "contacts"]);
  const go = useGo();
  const query = useQuery({ queryKey: keys.contact(id), queryFn: ({ signal }) => getContact(id, signal) });
  const gone = query.error instanceof ApiError && [400, 403, 404].includes(query.error.status);
  return (
    <section aria-label={t("contact.one")} className="h-full overflow-y-auto bg-surface">
      <div className="mx-auto max-w-5xl px-6 py-5 max-md:px-4">
        <Button look="ghost" size="sm" className="-ms-2 mb-2" onClick={() => go("/contacts")}>
          <ChevronLeft className="rtl:rotate-180" /> {t("contact.title")}
        </Button>
        {query.isPending && <SkeletonRows rows={4} />}
        {query.isError && !query.data && !gone && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {gone && (
          <EmptyState icon={<UserRoundX />} title={t("contacts:not_found")}>
            {t("contacts:not_found_hint")}
          </EmptyState>
        )}
        {query.data && <Content contact={query.data} />}
      </div>
    </section>
  );
}

function Content({ contact }: { contact: Contact }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const of = { kind: "contact", id: contact.id } as const;
  const away = contact.merged_into !== null;
  const locked = away || !can("contacts.update");
  return (
    <>
      <header className="flex flex-wrap items-center gap-4 pb-5">
        <Avatar name={contact.name || "?"} id={contact.id} size="lg" />
        <div className="min-w-48 flex-1">
          <h1 className="sr-only">{contact.name || t("unnamed")}</h1>
          <ContactName key={contact.id} contact={contact} />
        </div>
        <PersonActions contact={contact} locked={locked} />
      </header>
      {away && <MergedAway of={of} locked={!can("contacts.update")} />}
      <div className="grid gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="grid content-start gap-5">
          <Block title={t("section.identities")}>
            <IdentityList contact={contact} locked={locked} />
          </Block>
          <Block title={t("section.details")}>
            <PersonDetails contact={contact} away={away} />
            <ContactFields contact={contact} away={away} />
          </Block>
          <Block title={t("section.consent")}>
            <Consents contact={contact} locked={locked} />
          </Block>
          {can("tickets.view") && (
            <Block title={t("section.tickets")} action={!away && <NewTicketButton contact={contact} />}>
              <TicketList of={{ contact_id: contact.id }} most={5} />
            </Block>
          )}
          <Visits contactId={contact.id} />
          {!away && <Merges of={of} locked={locked} />}
        </div>
        <Block title={t("section.timeline")}>
          <Timeline of={of} locked={locked} />
        </Block>
      </div>
    </>
  );
}

function PersonActions({ contact, locked }: { contact: Contact; locked: boolean }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const change = useChangeContact();
  const [dialog, setDialog] = useState<"merge" | "archive" | "delete" | null>(null);
  return (
    <>
      {!locked && (
        <Button onClick={() => setDialog("merge")}>
          <Merge /> {t("merge.with")}
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={t("more")} look="secondary">
            <MoreHorizontal />
          </IconButton>
        }
      >
        <MenuItem icon={<Ban />} disabled={locked} onSelect={() => void change(contact, { blocked: !contact.blocked })}>
          {t(contact.blocked ? "unblock" : "block")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<FileArchive />} disabled={!can("contacts.export")} onSelect={() => setDialog("archive")}>
          {t("privacy.archive")}
        </MenuItem>
        <MenuItem icon={<Trash2 />} danger disabled={!can("contacts.delete")} onSelect={() => setDialog("delete")}>
          {t("privacy.delete")}
        </MenuItem>
      </Menu>
      <Suspense>
        {dialog === "merge" && <MergeDialog kind="contact" source={contact.id} onClose={() => setDialog(null)} />}
        {(dialog === "archive" || dialog === "delete") && (
          <PrivacyDialog contact={contact} what={dialog} onClose={() => setDialog(null)} />
        )}
      </Suspense>
    </>
  );
}
