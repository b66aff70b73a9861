/** For whom a text is previewed: a contact that is chosen here, at first the latest one. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { listContacts } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { useCan } from "../../frame/me.ts";
import { Select } from "../../ui/input.tsx";

/** @param wanted false: this text speaks of no contact */
export function usePreviewContact(wanted = true) {
  const may = useCan()("contacts.view") && wanted;
  const [contact, setContact] = useState("");
  const people = useQuery({
    queryKey: keys.contactList({}),
    queryFn: ({ signal }) => listContacts({}, null, signal),
    enabled: may,
    staleTime: 60_000,
  });
  const list = may ? (people.data?.items ?? []).filter((one) => one.name) : [];
  return { list, chosen: contact || list[0]?.id || "", setContact };
}

export function PreviewContact({ list, chosen, setContact }: ReturnType<typeof usePreviewContact>) {
  const { t } = useTranslation("responses");
  return (
    <div className="flex items-center gap-2 text-xs text-muted">
      <span>{t("preview.for")}</span>
      {list.length > 0 && (
        <Select
          aria-label={t("preview.contact")}
          className="w-52"
          value={chosen}
          onChange={(event) => setContact(event.target.value)}
        >
          {list.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}
