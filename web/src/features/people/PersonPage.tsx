/** One person: who they are and how they are reached at the left, everything that happened at the right. */
import type { Contact } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Ban, FileArchive, Merge, MoreHorizontal, Trash2, UserRoundX } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { getContact } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { useCan } from "../../frame/me.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { ContactFields } from "../contacts/ContactFields.tsx";
import { ContactName } from "../contacts/ContactName.tsx";
import { useChangeContact } from "../contacts/change.ts";
import { Block } from "./Block.tsx";
import { Consents } from "./Consents.tsx";
import { IdentityList } from "./IdentityList.tsx";
import { Merges } from "./Merges.tsx";
import { PersonDetails } from "./PersonDetails.tsx";
import { RecordBody, RecordPage } from "./RecordPage.tsx";
import { NewTicketButton, TicketList } from "./TicketList.tsx";
import { Timeline } from "./timeline/Timeline.tsx";
import { Visits } from "./Visits.tsx";

const MergeDialog = lazy(() => import("./MergeDialog.tsx").then((m) => ({ default: m.MergeDialog })));
const PrivacyDialog = lazy(() => import("./PrivacyDialog.tsx").then((m) => ({ default: m.PrivacyDialog })));

export function PersonPage({ id }: { id: string }) {
  const { t } = useTranslation("contacts");
  const query = useQuery({ queryKey: keys.contact(id), queryFn: ({ signal }) => getContact(id, signal) });
  return (
    <RecordPage
      kind="contact"
      query={query}
      gone={
        <EmptyState icon={<UserRoundX />} title={t("not_found")}>
          {t("not_found_hint")}
        </EmptyState>
      }
    >
      {(contact) => <Content contact={contact} />}
    </RecordPage>
  );
}

function Content({ contact }: { contact: Contact }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const of = { kind: "contact", id: contact.id } as const;
  const away = contact.merged_into !== null;
  const locked = away || !can("contacts.update");
  const side = (
    <>
      <Block title={t("section.identities")}>
        <IdentityList contact={contact} locked={locked} />
      </Block>
      <Block title={t("section.details")}>
        <ContactFields contact={contact} away={away} />
        <PersonDetails contact={contact} away={away} />
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
    </>
  );
  return (
    <RecordBody
      kind="contact"
      record={contact}
      mark={<Avatar name={contact.name || "?"} id={contact.id} size="lg" />}
      title={<ContactName key={contact.id} contact={contact} />}
      actions={<PersonActions contact={contact} locked={locked} />}
      side={side}
    >
      <Block title={t("section.timeline")}>
        <Timeline of={of} locked={locked} />
      </Block>
    </RecordBody>
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
