/** Contacts or companies, found by part of a name or address. */

import type { Company, Contact } from "@omniflow/contract";
import { useQueries, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getContact } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { getCompany, listRecords, type RecordKind } from "../../api/records.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Popover } from "../../ui/popover.tsx";

type Props = { kind: RecordKind; chosen: string[]; onChange: (value: string[]) => void };

export function RecordChoice({ kind, chosen, onChange }: Props) {
  const { t } = useTranslation("triage");
  const [text, setText] = useState("");
  const known = useQueries({
    queries: chosen.map((id) => ({
      queryKey: kind === "contact" ? keys.contact(id) : ["companies", "one", id],
      queryFn: (): Promise<Contact | Company> => (kind === "contact" ? getContact(id) : getCompany(id)),
    })),
  });
  const found = useQuery({
    queryKey: [kind === "contact" ? "contacts" : "companies", "list", "choice", text],
    queryFn: ({ signal }) => listRecords<Contact | Company>(kind, text ? { q: text } : {}, null, signal),
  });
  const names = chosen.map((id, index) => known[index]?.data?.name || id.slice(-6));
  return (
    <Popover
      label={t(`filter.find_${kind}`)}
      trigger={
        <Button className="max-w-56 max-md:h-10" aria-label={`${t("filter.value_label")}: ${names.join(", ")}`}>
          <bdi className="truncate">{names.join(", ") || t(`filter.find_${kind}`)}</bdi>
        </Button>
      }
    >
      <div className="grid w-64 gap-1 p-1">
        <Input
          autoFocus
          aria-label={t(`filter.find_${kind}`)}
          placeholder={t(`filter.find_${kind}`)}
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
            .filter((one) => !chosen.includes(one.id))
            .slice(0, 20)
            .map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  onClick={() => onChange([...chosen, one.id])}
                  className="w-full truncate rounded-md px-2 py-1 text-start text-sm text-ink hover:bg-hover"
                >
                  <bdi>{one.name || one.id.slice(-6)}</bdi>
                </button>
              </li>
            ))}
        </ul>
      </div>
    </Popover>
  );
}
