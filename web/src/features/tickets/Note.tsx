/** One note: read as it was written, changed in place by its author, taken away with a way back. */
import type { TicketNote } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { EllipsisVertical, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { editNote, removeNote, restoreNote } from "../../api/tickets.ts";
import { useCan, useMe } from "../../frame/me.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { LinkedText, richText } from "../inbox/thread/rich-text.tsx";
import { refreshTicket } from "./data.ts";
import { NoteField } from "./NoteField.tsx";

export function Note({ ticketId, note, may }: { ticketId: string; note: TicketNote; may: boolean }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const can = useCan();
  const own = useMe().member?.id === note.author.id;
  const [begun, setBegun] = useState<{ html: string; version: number } | null>(null);
  const run = (work: Promise<unknown>) =>
    work
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticketId));
  const take = () =>
    void run(
      removeNote(ticketId, note.id).then(() =>
        notify({ text: t("notes.removed"), undo: () => run(restoreNote(ticketId, note.id)) }),
      ),
    );
  const save = async () => {
    if (!begun?.html) return;
    try {
      await editNote(ticketId, note.id, begun);
      setBegun(null);
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
    refreshTicket(client, ticketId);
  };
  return (
    <article className="rounded-lg bg-note p-3 text-sm text-ink">
      <div className="flex items-center gap-2 pb-1 text-xs text-muted">
        <bdi className="font-medium text-ink">{note.author.name}</bdi> <RelativeTime at={note.created_at} />
        {note.edited_at && <span>{t("notes.edited")}</span>}
        {may && (own || can("tickets.delete")) && !begun && (
          <span className="-my-1 ms-auto">
            <Menu
              align="end"
              trigger={
                <IconButton size="sm" label={t("notes.options", { name: note.author.name })}>
                  <EllipsisVertical />
                </IconButton>
              }
            >
              {own && (
                <MenuItem
                  icon={<Pencil />}
                  onSelect={() => setBegun({ html: note.html ?? note.text, version: note.version })}
                >
                  {t("notes.edit")}
                </MenuItem>
              )}
              <MenuItem icon={<Trash2 />} danger onSelect={take}>
                {t("notes.remove")}
              </MenuItem>
            </Menu>
          </span>
        )}
      </div>
      {begun ? (
        <div className="grid grid-cols-1 gap-2">
          <NoteField
            ticketId={ticketId}
            label={t("notes.edit")}
            html={begun.html}
            autoFocus
            onChange={(html) => setBegun((now) => now && { ...now, html })}
            onSave={() => void save()}
            onEscape={() => begun.html === (note.html ?? note.text) && setBegun(null)}
          />
          <div className="flex gap-2">
            <Button size="sm" look="primary" disabled={!begun.html} onClick={() => void save()}>
              {t("save", { ns: "common" })}
            </Button>
            <Button size="sm" look="ghost" onClick={() => setBegun(null)}>
              {t("cancel", { ns: "common" })}
            </Button>
          </div>
        </div>
      ) : (
        <div className="break-words">
          {(note.html && richText(note.html)) || (
            <p className="whitespace-pre-wrap">
              <LinkedText text={note.text} />
            </p>
          )}
        </div>
      )}
      {note.attachments.length > 0 && (
        <p className="flex flex-wrap gap-2 pt-1">
          {note.attachments.map((file) => (
            <a key={file.id} href={file.url} className="underline">
              <bdi>{file.name}</bdi>
            </a>
          ))}
        </p>
      )}
    </article>
  );
}
