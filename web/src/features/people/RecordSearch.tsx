/** Finds the other one: a field and what it finds. */
import type { Company, Contact } from "@omniflow/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { listRecords, type RecordKind } from "../../api/records.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Input } from "../../ui/input.tsx";

type Props = { kind: RecordKind; except: string; onChoose(id: string): void };

export function RecordSearch({ kind, except, onChoose }: Props) {
  const { t } = useTranslation("people");
  const [text, setText] = useState("");
  const found = useQuery({
    queryKey: [kind === "contact" ? "contacts" : "companies", "list", "choice", text],
    queryFn: ({ signal }) => listRecords<Contact | Company>(kind, text ? { q: text } : {}, null, signal),
    placeholderData: keepPreviousData,
  });
  const rows = found.data?.items.filter((one) => one.id !== except).slice(0, 30) ?? [];
  return (
    <div className="grid gap-2">
      <Input
        autoFocus
        aria-label={t(`${kind}.search`)}
        placeholder={t(`${kind}.search`)}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="max-h-80 overflow-y-auto">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              onClick={() => onChoose(row.id)}
              className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-start hover:bg-hover"
            >
              <Avatar size="sm" name={row.name || "?"} id={row.id} />
              <span className="min-w-0">
                <bdi className="block truncate text-sm text-ink">{row.name || t("unnamed")}</bdi>
                <bdi className="block truncate text-xs text-faint">
                  {"emails" in row ? (row.emails[0] ?? row.phones[0]) : row.domains[0]}
                </bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.isSuccess && rows.length === 0 && <p className="text-sm text-muted">{t("list.none_found")}</p>}
    </div>
  );
}
