/** Which columns a list shows: what the member chose, for a segment what it was saved with, else the usual ones. */
import type { Segment } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import type { RecordKind } from "../../api/records.ts";
import { useChosenColumns } from "../../frame/chosen-columns.ts";
import { useMembersById } from "../inbox/queries/lookups.ts";
import { columnsOf, defaultColumns } from "./columns.tsx";
import { useFieldName } from "./field-words.ts";
import { useFields } from "./use-records.ts";

export function useColumns(kind: RecordKind, segment: Segment | undefined) {
  const { t } = useTranslation("people");
  const members = useMembersById();
  const fields = useFields(kind);
  const title = useFieldName(kind);
  const [usual] = useChosenColumns(kind);
  const [own, choose] = useChosenColumns(segment ? `${kind}.${segment.id}` : kind);
  const chosen = own ?? (segment?.columns.length ? segment.columns : (usual ?? defaultColumns[kind]));
  const all = columnsOf(kind, fields, {
    member: (id) => members.get(id),
    unnamed: t("unnamed"),
    channel: (channel) => t(`consent.channel.${channel as "email"}`, { defaultValue: channel }),
  });
  return {
    all,
    chosen,
    title,
    shown: all.filter((column) => column.key === "name" || chosen.includes(column.key)),
    toggle: (name: string) => choose(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]),
    /** Absent when nothing was chosen. */
    reset: own && (() => choose(null)),
  };
}
