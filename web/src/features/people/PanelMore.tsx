/** The panel beside the thread, below what is read first: tickets, notes, and whether the person wants to be written to. */
import type { Contact } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { Section } from "../contacts/Section.tsx";
import { Consents } from "./Consents.tsx";
import { Notes } from "./Notes.tsx";
import { TicketList } from "./TicketList.tsx";

export function PanelMore({ contact }: { contact: Contact }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const locked = !can("contacts.update");
  return (
    <>
      {can("tickets.view") && (
        <Section name="tickets" title={t("section.tickets")}>
          <TicketList of={{ contact_id: contact.id }} most={5} />
        </Section>
      )}
      <Section name="notes" title={t("section.notes")}>
        <Notes of={{ kind: "contact", id: contact.id }} locked={locked} />
      </Section>
      <Section name="consent" title={t("section.consent")}>
        <Consents contact={contact} locked={locked} />
      </Section>
    </>
  );
}
