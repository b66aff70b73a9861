/** Notes on a contact or a company: written in place, edited and deleted by whoever wrote them. */
import type { RecordNote } from "@omniflow/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { addNote, editNote, listNotes, removeNote } from "../../api/person.ts";
import { useCan, useMe } from "../../frame/me.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Textarea } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { type RecordRef, recordKey, useAct } from "./use-act.ts";

type Props = { of: RecordRef; locked: boolean };

export function Notes({ of, locked }: Props) {
  const { t } = useTranslation("people");
  const query = useInfiniteQuery({
    queryKey: [...recordKey(of), "notes"],
    queryFn: ({ pageParam, signal }) => listNotes(of, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const notes = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {!locked && <NoteField of={of} />}
      {query.isPending && <Skeleton className="h-10" />}
      {query.isError && <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && locked && !notes.length && <p className="text-sm text-muted">{t("note.none")}</p>}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {notes.map((note) => (
          <li key={note.id}>
            <NoteCard note={note} of={of} locked={locked}>
              <RelativeTime at={note.created_at} className="text-faint" />
            </NoteCard>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="sm" className="mt-2" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("showMore", { ns: "common" })}
        </Button>
      )}
    </>
  );
}

export function NoteField({ of }: { of: RecordRef }) {
  const { t } = useTranslation("people");
  const act = useAct(of);
  return <Writing label={t("note.label")} onSave={(text) => act(() => addNote(of, text))} />;
}

type WritingProps = { label: string; text?: string; onSave(text: string): Promise<boolean>; onCancel?(): void };

function Writing({ label, text: before = "", onSave, onCancel }: WritingProps) {
  const { t } = useTranslation("people");
  const [text, setText] = useState(before);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (!text.trim()) return;
    setBusy(true);
    if (await onSave(text.trim())) setText("");
    setBusy(false);
  };
  return (
    <form
      className="mb-3 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        aria-label={label}
        placeholder={t("note.placeholder")}
        rows={before ? 3 : 1}
        autoFocus={Boolean(onCancel)}
        maxLength={20_000}
        value={text}
        className="bg-note"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
          if (event.key === "Escape") onCancel?.();
        }}
      />
      {(text.trim() || onCancel) && (
        <div className="flex justify-end gap-2">
          {onCancel && (
            <Button size="sm" onClick={onCancel}>
              {t("cancel", { ns: "common" })}
            </Button>
          )}
          <Button type="submit" size="sm" look="primary" busy={busy} disabled={!text.trim()}>
            {t("note.save")}
          </Button>
        </div>
      )}
    </form>
  );
}

/** @param children what else stands in its head */
export function NoteCard({ note, of, locked, children }: Props & { note: RecordNote; children?: ReactNode }) {
  const { t } = useTranslation("people");
  const act = useAct(of);
  const own = useMe().member?.id === note.author.id;
  const mayChange = useCan()("contacts.delete") || own;
  const [editing, setEditing] = useState(false);
  const remove = () =>
    act(() => removeNote(of, note.id)).then(
      (done) => done && notify({ text: t("note.deleted"), undo: () => act(() => addNote(of, note.text)) }),
    );
  if (editing)
    return (
      <Writing
        label={t("note.edit")}
        text={note.text}
        onCancel={() => setEditing(false)}
        onSave={async (text) => {
          if (await act(() => editNote(of, note.id, text))) setEditing(false);
          return false;
        }}
      />
    );
  return (
    <div className="group rounded-md bg-note px-3 py-2 text-sm text-ink">
      <div className="flex min-h-6 items-center gap-2 text-xs text-muted">
        <bdi className="truncate font-medium">{note.author.name}</bdi>
        {children}
        {note.edited_at && <span>{t("note.edited")}</span>}
        {!locked && mayChange && (
          <span className="ms-auto flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:opacity-100">
            <IconButton size="sm" label={t("note.edit")} onClick={() => setEditing(true)}>
              <Pencil />
            </IconButton>
            <IconButton size="sm" label={t("note.delete")} onClick={() => void remove()}>
              <Trash2 />
            </IconButton>
          </span>
        )}
      </div>
      <p className="break-words whitespace-pre-wrap">{note.text}</p>
    </div>
  );
}
