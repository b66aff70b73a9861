/** Everyone in the conversation, as what they are. */
import type { Participant } from "@omniflow/contract";
import { CircleHelp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";

export function Participants({ people }: { people: Participant[] }) {
  const { t } = useTranslation("contacts");
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {people.map((person) => (
        <li key={`${person.kind}:${person.value}`} className="flex items-center gap-2">
          <Avatar name={person.name || person.value} id={person.contact_id ?? person.value} size="sm" />
          <span className="min-w-0 flex-1">
            <bdi className="block truncate text-sm text-ink">{person.name || person.value}</bdi>
            {person.name && <bdi className="block truncate text-xs text-faint">{person.value}</bdi>}
          </span>
          {person.unknown ? (
            <Badge tone="warning">
              <CircleHelp aria-hidden /> {t("participant.unknown")}
            </Badge>
          ) : (
            <span className="shrink-0 text-xs text-faint">{t(`participant.${person.role}`)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
