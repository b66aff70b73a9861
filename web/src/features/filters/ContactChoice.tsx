/** Contacts, found by part of a name or address. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getContact, listContacts } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Popover } from "../../ui/popover.tsx";

type Props = { chosen: string[]; onChange: (value: string[]) => void };

export function ContactChoice({ chosen, onChange }: Props) {
  const { t } = useTranslation("triage");
  const [text, setText] = useState("");
  const known = useQueries({
    queries: chosen.map((id) => ({ queryKey: keys.contact(id), queryFn: () => getContact(id) })),
  });
  const found = useQuery({
    queryKey: keys.contactList({ q: text }),
    queryFn: ({ signal }) => listContacts({ q: text }, null, signal),
  });
  const names = chosen.map((id, index) => known[index]?.data?.name || id.slice(-6));
  return (
    <Popover
      label={t("filter.find_contact")}
      trigger={
        <Button className="max-w-56 max-md:h-10" aria-label={`${t("filter.value_label")}: ${names.join(", ")}`}>
          <bdi className="truncate">{names.join(", ") || t("filter.find_contact")}</bdi>
        </Button>
      }
    >
      <div className="grid w-64 gap-1 p-1">
        <Input
          autoFocus
          aria-label={t("filter.find_contact")}
          placeholder={t("filter.find_contact")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {chosen.map((id, index) => (
          <Button
            key={id}
            look="ghost"
            size="sm"
            className="justify-start"
            onClick={() => onChange(chosen.filter((one) => one !== id))}
          >
            <X /> <bdi className="truncate">{names[index]}</bdi>
          </Button>
        ))}
        <ul className="max-h-52 overflow-y-auto">
          {found.data?.items
            .filter((contact) => !chosen.includes(contact.id))
            .slice(0, 20)
            .map((contact) => (
              <li key={contact.id}>
                <button
                  type="button"
                  onClick={() => onChange([...chosen, contact.id])}
                  className="w-full truncate rounded-md px-2 py-1 text-start text-sm text-ink hover:bg-hover"
                >
                  <bdi>{contact.name || contact.id.slice(-6)}</bdi>
                </button>
              </li>
            ))}
        </ul>
      </div>
    </Popover>
  );
}
