/** Settings → Custom fields: what the workspace wants to know of contacts, companies, conversations and tickets. */
import type { CustomField } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeField, deleteField, listAllFields, orderFields } from "../../../api/admin.ts";
import { useCan } from "../../../frame/me.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Loaded } from "../../../ui/loaded.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { Group, Pane } from "../pane.tsx";
import { FieldDialog } from "./dialog.tsx";

export const records = ["contact", "company", "conversation", "ticket"] as const;
export type Draft = { record: CustomField["record"]; field: CustomField | null };

export function FieldSettings() {
  const { t } = useTranslation("records");
  const query = useQuery({ queryKey: ["fields", "all"], queryFn: ({ signal }) => listAllFields(signal) });
  const [draft, setDraft] = useState<Draft | null>(null);
  const locked = !useCan()("settings.fields");
  return (
    <Pane title={t("fields.title")} lead={t("fields.lead")}>
      <Loaded query={query}>
        {(fields) =>
          records.map((record) => (
            <Group
              key={record}
              title={t(`record.${record}`)}
              action={
                !locked && (
                  <Button size="sm" onClick={() => setDraft({ record, field: null })}>
                    <Plus /> {t("fields.new")}
                  </Button>
                )
              }
            >
              <FieldList
                record={record}
                fields={fields.filter((field) => field.record === record)}
                locked={locked}
                onEdit={(field) => setDraft({ record, field })}
              />
            </Group>
          ))
        }
      </Loaded>
      {draft && <FieldDialog draft={draft} onClose={() => setDraft(null)} />}
    </Pane>
  );
}

type ListProps = {
  record: CustomField["record"];
  fields: CustomField[];
  locked: boolean;
  onEdit(field: CustomField): void;
};

function FieldList({ record, fields, locked, onEdit }: ListProps) {
  const { t } = useTranslation("records");
  const act = useAct();
  const [deleting, setDeleting] = useState<CustomField | null>(null);
  const active = fields.filter((field) => !field.archived);
  const move = (index: number, by: number) => {
    const ids = active.map((field) => field.id);
    const [moved] = ids.splice(index, 1);
    ids.splice(index + by, 0, moved!);
    void act(() => orderFields(record, ids));
  };
  if (!fields.length) return <p className="text-sm text-muted">{t("fields.none")}</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {[...active, ...fields.filter((field) => field.archived)].map((field, index) => (
        <li key={field.id} className="flex min-h-11 items-center gap-3 px-3 py-1.5 text-sm">
          <span className="min-w-0 flex-1">
            <bdi className={field.archived ? "text-faint" : "font-medium text-ink"}>{field.label}</bdi>
            <span className="ms-2 text-xs text-faint">{field.key}</span>
          </span>
          {field.required && <Badge tone="warning">{t("fields.required")}</Badge>}
          {field.archived && <Badge>{t("fields.archived")}</Badge>}
          <Badge>{t(`type.${field.type}`)}</Badge>
          {!locked && !field.archived && (
            <span className="flex">
              <IconButton
                size="sm"
                label={t("fields.up", { label: field.label })}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp />
              </IconButton>
              <IconButton
                size="sm"
                label={t("fields.down", { label: field.label })}
                disabled={index === active.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown />
              </IconButton>
              <IconButton size="sm" label={t("fields.edit", { label: field.label })} onClick={() => onEdit(field)}>
                <Pencil />
              </IconButton>
              <IconButton
                size="sm"
                label={t("fields.archive", { label: field.label })}
                onClick={() =>
                  void act(() => changeField(field.id, { archived: true })).then(
                    (done) =>
                      done &&
                      notify({
                        text: t("fields.archived_now", { label: field.label }),
                        undo: () => act(() => changeField(field.id, { archived: false })),
                      }),
                  )
                }
              >
                <Archive />
              </IconButton>
            </span>
          )}
          {!locked && field.archived && (
            <span className="flex">
              <IconButton
                size="sm"
                label={t("fields.restore", { label: field.label })}
                onClick={() => void act(() => changeField(field.id, { archived: false }))}
              >
                <ArchiveRestore />
              </IconButton>
              <IconButton
                size="sm"
                look="danger-ghost"
                label={t("fields.delete", { label: field.label })}
                onClick={() => setDeleting(field)}
              >
                <Trash2 />
              </IconButton>
            </span>
          )}
        </li>
      ))}
      {deleting && (
        <Confirm
          title={t("fields.delete_title", { label: deleting.label })}
          action={t("delete", { ns: "common" })}
          onConfirm={() => void act(() => deleteField(deleting.id)).then((done) => done && setDeleting(null))}
          onClose={() => setDeleting(null)}
        >
          {t("fields.delete_lead")}
        </Confirm>
      )}
    </ul>
  );
}

function useAct() {
  const client = useQueryClient();
  return async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: ["fields"] });
    }
  };
}
