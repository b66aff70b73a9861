/** Where a note is written: the rich editor, fetched when the ticket is on screen, with colleagues to name by `@`. */
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../frame/me.ts";
import { Skeleton } from "../../ui/states.tsx";
import { useMembers } from "../inbox/queries/lookups.ts";
import { useAttach } from "./attach.ts";

const RichField = lazy(() => import("./RichField.tsx").then((module) => ({ default: module.RichField })));

type Props = {
  ticketId: string;
  label: string;
  html: string;
  autoFocus?: boolean;
  onChange: (html: string, mentions: string[]) => void;
  onSave: () => void;
  onEscape: () => void;
};

export function NoteField({ ticketId, ...field }: Props) {
  const { t } = useTranslation("tickets");
  const me = useMe().member?.id;
  const everyone = useMembers();
  const members = useMemo(() => everyone.filter((one) => !one.deactivated && one.id !== me), [everyone, me]);
  const attach = useAttach(ticketId);
  return (
    <div className="w-full min-w-0">
      <Suspense fallback={<Skeleton className="h-28" />}>
        <RichField
          {...field}
          placeholder={t("notes.placeholder")}
          members={members}
          onFiles={(files) => void attach(files)}
        />
      </Suspense>
    </div>
  );
}
