/** Which columns a list shows: what was chosen here, for a segment what it was saved with, else the usual ones. */
import type { Segment } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordKind } from "../../api/records.ts";
import { useMembersById } from "../inbox/queries/lookups.ts";
import { columnsOf, defaultColumns } from "./columns.tsx";
import { useFieldName } from "./field-words.ts";
import { useFields } from "./use-records.ts";

/** What this browser remembers; nothing when it is no list of names. */
function remembered(key: string): string[] | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return Array.isArray(value) ? value.map(String) : null;
  } catch {
    return null;
  }
}

export function useColumns(kind: RecordKind, segment: Segment | undefined) {
  const { t } = useTranslation("people");
  const members = useMembersById();
  const fields = useFields(kind);
  const title = useFieldName(kind);
  const [changed, setChanged] = useState<Record<string, string[]>>({});
  const usual = `omniflow.columns.${kind}`;
  const key = segment ? `${usual}.${segment.id}` : usual;
  const chosen =
    changed[key] ??
    remembered(key) ??
    (segment?.columns.length ? segment.columns : (remembered(usual) ?? defaultColumns[kind]));
  const all = columnsOf(kind, fields, { member: (id) => members.get(id), unnamed: t("unnamed") });
  return {
    all,
    chosen,
    title,
    shown: all.filter((column) => column.key === "name" || chosen.includes(column.key)),
    toggle(name: string) {
      const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
      localStorage.setItem(key, JSON.stringify(next));
      setChanged((now) => ({ ...now, [key]: next }));
    },
  };
}
