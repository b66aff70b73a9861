/** The contact's name, edited in place. */
import type { Contact } from "@omniflow/contract";
import { Ban } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { Badge } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useChangeContact } from "./change.ts";
import { InlineEdit } from "./InlineEdit.tsx";

export function ContactName({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const change = useChangeContact();
  return (
    <>
      <InlineEdit
        value={contact.name}
        label={t("field.name")}
        placeholder={t("unnamed")}
        disabled={!useCan()("contacts.update")}
        className="line-clamp-3 text-base font-semibold whitespace-normal [overflow-wrap:anywhere]"
        onSave={(name) => void change(contact, { name })}
      />
      <p className="flex items-center gap-1.5 text-xs text-faint">
        {contact.tier && <Badge tone="accent">{contact.tier}</Badge>}
        {contact.blocked && (
          <Badge tone="danger">
            <Ban aria-hidden /> {t("blocked")}
          </Badge>
        )}
        {contact.last_seen_at && (
          <span className="truncate">
            {t("last_seen")} <RelativeTime at={contact.last_seen_at} style="sentence" />
          </span>
        )}
      </p>
    </>
  );
}
