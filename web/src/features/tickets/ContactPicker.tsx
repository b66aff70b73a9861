/** A contact, found by part of a name or address. */
import type { Contact } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { listContacts } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Popover } from "../../ui/popover.tsx";

type Props = {
  label: string;
  /** A small button of this icon; else a button that says `shown`. */
  icon?: ReactNode;
  shown?: string;
  onPick: (contact: Contact) => void;
};

export function ContactPicker({ label, icon, shown, onPick }: Props) {
  const { t } = useTranslation("tickets");
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const query = { ...(q ? { q } : {}) };
  const found = useQuery({
    queryKey: keys.contactList(query),
    queryFn: ({ signal }) => listContacts(query, null, signal),
    enabled: open,
  });
  const items = found.data?.items.slice(0, 12) ?? [];
  return (
    <Popover
      label={label}
      align={icon ? "end" : "start"}
      open={open}
      onOpenChange={setOpen}
      trigger={
        icon ? (
          <IconButton size="sm" label={label}>
            {icon}
          </IconButton>
        ) : (
          <Button className="w-full justify-start">
            <bdi className="truncate">{shown}</bdi>
          </Button>
        )
      }
    >
      <div className="grid w-72 gap-1 p-1">
        <Input
          autoFocus
          type="search"
          aria-label={t("new.find_contact")}
          placeholder={t("new.find_contact")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="max-h-60 overflow-y-auto">
          {items.map((contact) => (
            <li key={contact.id}>
              <button
                type="button"
                className="grid w-full rounded-md px-2 py-1 text-start text-sm hover:bg-hover"
                onClick={() => {
                  onPick(contact);
                  setOpen(false);
                }}
              >
                <bdi className="truncate text-ink">{contact.name || contact.emails[0]}</bdi>
                <bdi className="truncate text-xs text-muted">{contact.emails[0] ?? contact.phones[0]}</bdi>
              </button>
            </li>
          ))}
          {found.isSuccess && !items.length && (
            <li className="px-2 py-1 text-sm text-muted">{t("people.not_found")}</li>
          )}
        </ul>
      </div>
    </Popover>
  );
}
