/** Notes and files of a ticket: for the team only. */
import type { Member, TicketDetail } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { AtSign, Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadFile } from "../../api/conversations.ts";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { addNote, keepFiles, listNotes, removeFile } from "../../api/tickets.ts";
import { useCan, useMe } from "../../frame/me.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { FileInput } from "../../ui/file-input.tsx";
import { Textarea } from "../../ui/input.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useMembers } from "../inbox/queries/lookups.ts";
import { refreshTicket } from "./data.ts";
import { useNoteDraft } from "./note-draft.ts";

export function Notes({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const may = useCan()("tickets.update") && !ticket.deleted_at;
  const query = useQuery({
    queryKey: ticketKeys.notes(ticket.id),
    queryFn: ({ signal }) => listNotes(ticket.id, signal),
  });
  const [text, setText] = useNoteDraft(ticket.id);
  const [mentions, setMentions] = useState<ReadonlyMap<string, string>>(new Map());
  const [busy, setBusy] = useState(false);
  const id = useRef(crypto.randomUUID());
  const save = async () => {
    if (!text.trim()) return;
    setBusy(true);
    try {
      // Only who still stands in the text.
      const named = [...mentions].filter(([, name]) => text.includes(`@${name}`)).map(([member]) => member);
      await addNote(ticket.id, { id: id.current, text: text.trim(), ...(named.length ? { mentions: named } : {}) });
      id.current = crypto.randomUUID();
      setText("");
      setMentions(new Map());
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
    setBusy(false);
    refreshTicket(client, ticket.id);
  };
  return (
    <section aria-label={t("notes.title")} className="grid gap-2">
      <h2 className="text-sm font-semibold text-ink">{t("notes.title")}</h2>
      {query.data?.map((note) => (
        <article key={note.id} className="rounded-lg bg-note p-3 text-sm text-ink">
          <p className="flex gap-2 pb-1 text-xs text-muted">
            <bdi className="font-medium text-ink">{note.author.name}</bdi> <RelativeTime at={note.created_at} />
          </p>
          <p className="break-words whitespace-pre-wrap">{note.text}</p>
        </article>
      ))}
      {may && (
        <form
          className="grid gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Textarea
            aria-label={t("notes.write")}
            placeholder={t("notes.write")}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
            }}
          />
          <div className="flex gap-2">
            <Button type="submit" size="sm" busy={busy} disabled={!text.trim()}>
              {t("notes.save")}
            </Button>
            <Mention
              onPick={(member) => {
                setMentions(new Map(mentions).set(member.id, member.name));
                setText(`${text}${text && !/\s$/.test(text) ? " " : ""}@${member.name} `);
              }}
            />
          </div>
        </form>
      )}
      <Files ticket={ticket} may={may} />
    </section>
  );
}

/** Named colleagues see the ticket from then on, and are told. */
function Mention({ onPick }: { onPick: (member: Member) => void }) {
  const { t } = useTranslation("tickets");
  const me = useMe().member?.id;
  const members = useMembers().filter((one) => !one.deactivated && one.id !== me);
  if (!members.length) return null;
  return (
    <Menu
      trigger={
        <IconButton size="sm" label={t("notes.mention")}>
          <AtSign />
        </IconButton>
      }
    >
      {members.map((member) => (
        <MenuItem key={member.id} onSelect={() => onPick(member)}>
          <bdi>{member.name}</bdi>
        </MenuItem>
      ))}
    </Menu>
  );
}

function Files({ ticket, may }: { ticket: TicketDetail; may: boolean }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const run = (work: Promise<unknown>) =>
    void work
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticket.id));
  const add = async (files: File[]) => {
    const kept = await Promise.all(files.map((file) => uploadFile(file)));
    if (kept.length)
      await keepFiles(
        ticket.id,
        kept.map((file) => file.id),
      );
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {ticket.files.map((file) => (
        <span key={file.id} className="inline-flex h-8 items-center gap-1 rounded-md border border-line ps-2 text-sm">
          <a href={file.url} className="max-w-56 truncate hover:underline">
            <bdi>{file.name}</bdi>
          </a>
          {may && (
            <IconButton
              size="sm"
              label={t("files.remove", { name: file.name })}
              onClick={() => run(removeFile(ticket.id, file.id))}
            >
              <X />
            </IconButton>
          )}
        </span>
      ))}
      {may && (
        <>
          <Button size="sm" look="ghost" onClick={() => input.current?.click()}>
            <Paperclip /> {t("files.add")}
          </Button>
          <FileInput ref={input} label={t("files.add")} onFiles={(chosen) => run(add(chosen))} />
        </>
      )}
    </div>
  );
}
