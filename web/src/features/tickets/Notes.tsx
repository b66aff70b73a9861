/** Notes of a ticket: for the team only, in the order they were written, with the field for the next one below. */
import type { TicketDetail } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { addNote, listNotes } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { refreshTicket } from "./data.ts";
import { Files } from "./Files.tsx";
import { Note } from "./Note.tsx";
import { NoteField } from "./NoteField.tsx";
import { useNoteDraft } from "./note-draft.ts";

export function Notes({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation("tickets");
  const may = useCan()("tickets.update") && !ticket.deleted_at;
  const query = useQuery({
    queryKey: ticketKeys.notes(ticket.id),
    queryFn: ({ signal }) => listNotes(ticket.id, signal),
  });
  return (
    <section aria-label={t("notes.title")} className="grid grid-cols-1 gap-2">
      <h2 className="text-sm font-semibold text-ink">{t("notes.title")}</h2>
      {query.data?.map((note) => (
        <Note key={note.id} ticketId={ticket.id} note={note} may={may} />
      ))}
      {may && <NewNote key={ticket.id} ticketId={ticket.id} />}
      <Files ticket={ticket} may={may} />
    </section>
  );
}

function NewNote({ ticketId }: { ticketId: string }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const [html, setHtml] = useNoteDraft(ticketId);
  const [busy, setBusy] = useState(false);
  // Grows when the field begins anew.
  const [turn, setTurn] = useState(0);
  const mentions = useRef<string[]>([]);
  const id = useRef(crypto.randomUUID());
  const save = async () => {
    if (!html || busy) return;
    setBusy(true);
    try {
      await addNote(ticketId, { id: id.current, html, mentions: mentions.current });
      id.current = crypto.randomUUID();
      mentions.current = [];
      setHtml("");
      setTurn((n) => n + 1);
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
    setBusy(false);
    refreshTicket(client, ticketId);
  };
  return (
    <div className="grid grid-cols-1 justify-items-start gap-2">
      <NoteField
        key={turn}
        ticketId={ticketId}
        label={t("notes.write")}
        html={html}
        autoFocus={turn > 0}
        onChange={(written, named) => {
          setHtml(written);
          mentions.current = named;
        }}
        onSave={() => void save()}
        onEscape={() => (document.activeElement as HTMLElement | null)?.blur()}
      />
      <Button size="sm" busy={busy} disabled={!html} onClick={() => void save()}>
        {t("notes.save")}
      </Button>
    </div>
  );
}
