/** To whom: a contact found by part of a name or address, or an address that is typed in full. */
import type { Contact } from "@omniflow/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { UserRoundPlus, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { listContacts } from "../../../api/contacts.ts";
import { keys } from "../../../api/keys.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { CommandItem } from "../../../ui/command.tsx";
import { Input } from "../../../ui/input.tsx";
import type { Whom } from "./first-draft.ts";

const searchAfterMs = 150;
/** As much of an address as can be told without asking the server. */
const looksLikeAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text) || /^\+?[\d ()./-]{5,}$/.test(text);

type FieldProps = { whom: Whom | null; onChange: (whom: Whom | null) => void };

export function WhomField({ whom, onChange }: FieldProps) {
  const { t } = useTranslation("handling");
  if (!whom) return <Search onChange={onChange} />;
  const known = "contact" in whom;
  const shown = known ? whom.contact.name || t("first.nameless") : whom.address;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span className="inline-flex h-8 max-w-full items-center gap-2 rounded-md border border-line bg-surface ps-1.5 pe-1 text-sm text-ink">
        <Avatar name={shown} id={known ? whom.contact.id : shown} size="xs" />
        <bdi className="truncate">{shown}</bdi>
        <IconButton size="sm" label={t("first.other_person")} onClick={() => onChange(null)}>
          <X />
        </IconButton>
      </span>
      {!known && (
        <Input
          aria-label={t("first.name")}
          placeholder={t("first.name")}
          maxLength={200}
          className="w-56"
          value={whom.name}
          onChange={(event) => onChange({ ...whom, name: event.target.value })}
        />
      )}
    </div>
  );
}

function Search({ onChange }: Pick<FieldProps, "onChange">) {
  const { t } = useTranslation("handling");
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), searchAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    queryKey: keys.contactList({ q: asked }),
    queryFn: ({ signal }) => listContacts({ q: asked }, null, signal),
    placeholderData: keepPreviousData,
  });
  const typed = text.trim();
  const contacts = (found.data?.items ?? []).slice(0, 8);
  const known = contacts.some((contact) => addresses(contact).includes(typed.toLowerCase()));
  const writable = looksLikeAddress(typed) && !known;
  const first = writable ? "new" : (contacts[0]?.id ?? "");
  // What Enter takes is the first of what was found now, not of what stood there before.
  const [active, setActive] = useState("");
  useEffect(() => setActive(first), [first]);
  return (
    <Command
      value={active}
      onValueChange={setActive}
      label={t("first.to")}
      loop
      shouldFilter={false}
      className="rounded-md border border-line-strong bg-surface"
    >
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder={t("first.find")}
        className="h-9 w-full bg-transparent px-3 text-sm text-ink outline-none placeholder:text-faint max-md:h-11 max-md:text-lg"
      />
      <Command.List
        aria-label={t("first.people")}
        className="max-h-60 overflow-y-auto border-t border-line p-1 empty:hidden"
      >
        {writable && (
          <CommandItem value="new" icon={<UserRoundPlus />} onSelect={() => onChange({ address: typed, name: "" })}>
            {t("first.write_to", { address: typed })}
          </CommandItem>
        )}
        {contacts.map((contact) => (
          <CommandItem
            key={contact.id}
            value={contact.id}
            icon={<Avatar name={contact.name || "?"} id={contact.id} size="sm" />}
            onSelect={() => onChange({ contact: { id: contact.id, name: contact.name } })}
          >
            <span className="flex items-baseline gap-2">
              <bdi className="shrink-0 font-medium">{contact.name || t("first.nameless")}</bdi>
              <bdi className="min-w-0 truncate text-xs text-muted">{addresses(contact).join(", ")}</bdi>
            </span>
          </CommandItem>
        ))}
        {found.isSuccess && contacts.length === 0 && !looksLikeAddress(typed) && (
          <Command.Empty className="px-2.5 py-3 text-sm text-muted">{t("first.nobody")}</Command.Empty>
        )}
      </Command.List>
    </Command>
  );
}

const addresses = (contact: Contact): string[] =>
  contact.identities.filter((one) => ["email", "phone", "handle"].includes(one.kind)).map((one) => one.value);
