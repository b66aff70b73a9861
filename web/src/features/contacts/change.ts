/** Changing a contact in place: shown at once, put back when refused, undone from the toast. */
import type { Contact, ContactInput } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeContact } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";

type Change = Pick<
  ContactInput,
  "name" | "tier" | "language" | "time_zone" | "custom_fields" | "company_id" | "blocked"
>;

export function useChangeContact() {
  const client = useQueryClient();
  const { t } = useTranslation("contacts");
  return async function change(contact: Contact, what: Change, undoable = true): Promise<void> {
    const key = keys.contact(contact.id);
    client.setQueryData<Contact>(key, (now) => now && shown(now, what));
    try {
      const saved = await changeContact(contact.id, { ...what, version: contact.version });
      client.setQueryData(key, saved);
      if (what.name !== undefined) void client.invalidateQueries({ queryKey: keys.conversationLists });
      void client.invalidateQueries({ queryKey: ["contacts", "list"] });
      if (undoable) notify({ text: t("saved"), undo: () => change(saved, before(contact, what), false) });
    } catch (error) {
      client.setQueryData(key, contact);
      void client.invalidateQueries({ queryKey: key });
      notify({ tone: "error", text: t("not_saved", { reason: errorText(error) }) });
    }
  };
}

/** As it will be: custom fields that are not named stay. */
const shown = (now: Contact, what: Change): Contact => ({
  ...now,
  ...(what as Partial<Contact>),
  custom_fields: { ...now.custom_fields, ...what.custom_fields },
});

const before = (contact: Contact, what: Change): Change =>
  Object.fromEntries(
    (Object.keys(what) as (keyof Change)[]).map((field) => [
      field,
      field === "custom_fields"
        ? Object.fromEntries(Object.keys(what.custom_fields!).map((key) => [key, contact.custom_fields[key] ?? null]))
        : contact[field],
    ]),
  ) as Change;
