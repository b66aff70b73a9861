/** To whom it goes and why, in one step: a member or a team, and a note for them. For one conversation or for a selection. */
import { Command } from "cmdk";
import { Users, X } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan, useMe } from "../../../frame/me.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { CommandGroup, CommandItem } from "../../../ui/command.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { useCommands } from "../actions/commands.ts";
import type { PickerProps } from "../actions/Pickers.tsx";
import { FallbackEditor } from "../composer/FallbackEditor.tsx";
import { useMembers, useTeams } from "../queries/lookups.ts";
import { type HandoverNote, keptNotes, noNote, type Target } from "./transfer.ts";

const RichEditor = lazy(() => import("../composer/RichEditor.tsx").then((module) => ({ default: module.RichEditor })));

/** As the server takes it. */
const longestNote = 20_000;

export function TransferDialog({ id, onClose }: PickerProps) {
  const { t } = useTranslation("handling");
  const commands = useCommands();
  const form = useRef<HTMLFormElement>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = () => form.current?.requestSubmit();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("transfer.title")}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" busy={busy} disabled={!target} onClick={submit}>
            {t("transfer.action")}
          </Button>
        </>
      }
    >
      {target ? (
        <Note
          form={form}
          about={id}
          target={target}
          onOther={() => setTarget(null)}
          onSubmit={async (note) => {
            if (busy) return;
            setBusy(true);
            try {
              await commands.transfer(id, target, note);
              keptNotes.delete(id);
              onClose();
            } finally {
              setBusy(false);
            }
          }}
          onKey={submit}
        />
      ) : (
        <Targets onChoose={setTarget} />
      )}
    </Dialog>
  );
}

/** By part of a name or address, and nothing cleverer: what Enter takes must be what was typed. */
const holds = (_value: string, typed: string, keywords: string[] = []) =>
  keywords.some((word) => word.toLowerCase().includes(typed.trim().toLowerCase())) ? 1 : 0;

function Targets({ onChoose }: { onChoose: (target: Target) => void }) {
  const { t } = useTranslation("handling");
  const me = useMe().member?.id;
  const members = useMembers().filter((member) => !member.deactivated && member.id !== me);
  const teams = useTeams();
  return (
    <Command label={t("transfer.to")} loop filter={holds} className="rounded-md border border-line-strong bg-surface">
      <Command.Input
        autoFocus
        placeholder={t("transfer.find")}
        className="h-9 w-full bg-transparent px-3 text-sm text-ink outline-none placeholder:text-faint max-md:h-11 max-md:text-lg"
      />
      <Command.List aria-label={t("transfer.to")} className="max-h-72 overflow-y-auto border-t border-line p-1">
        <Command.Empty className="px-2.5 py-3 text-sm text-muted">{t("transfer.nobody")}</Command.Empty>
        {members.length > 0 && (
          <CommandGroup heading={t("transfer.people")}>
            {members.map((member) => (
              <CommandItem
                key={member.id}
                value={`${member.name} ${member.id}`}
                keywords={[member.name, member.email]}
                icon={<Avatar name={member.name} id={member.id} size="sm" availability={member.availability} />}
                onSelect={() => onChoose({ kind: "member", id: member.id, name: member.name })}
              >
                <bdi>{member.name}</bdi>
              </CommandItem>
            ))}
          </CommandGroup>
        )}
        {teams.length > 0 && (
          <CommandGroup heading={t("transfer.teams")}>
            {teams.map((team) => (
              <CommandItem
                key={team.id}
                value={`${team.name} ${team.id}`}
                keywords={[team.name]}
                icon={<Users />}
                onSelect={() => onChoose({ kind: "team", id: team.id, name: team.name })}
              >
                <bdi>{team.name}</bdi>
              </CommandItem>
            ))}
          </CommandGroup>
        )}
      </Command.List>
    </Command>
  );
}

type NoteProps = {
  form: React.RefObject<HTMLFormElement | null>;
  about: string;
  target: Target;
  onOther: () => void;
  onSubmit: (note: HandoverNote) => Promise<void>;
  onKey: () => void;
};

function Note({ form, about, target, onOther, onSubmit, onKey }: NoteProps) {
  const { t } = useTranslation("handling");
  const mayNote = useCan()("conversations.note");
  // What was written stays until it has gone along: over another target, an Escape, a network that is away.
  const [first] = useState(() => keptNotes.get(about) ?? noNote);
  const note = useRef(first);
  const write = (now: HandoverNote) => {
    note.current = now;
    keptNotes.set(about, now);
    setTooLong(now.text.trim().length > longestNote);
  };
  const [tooLong, setTooLong] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useAction({ id: "send", label: t("transfer.action"), whileTyping: true, run: onKey });
  return (
    <form
      ref={form}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setError(null);
        if (!tooLong) onSubmit(note.current).catch(setError);
      }}
    >
      <p className="inline-flex h-8 max-w-full items-center gap-2 justify-self-start rounded-md border border-line bg-surface ps-1.5 pe-1 text-sm text-ink">
        {target.kind === "team" ? (
          <Users aria-hidden className="size-4 shrink-0 text-faint" />
        ) : (
          <Avatar name={target.name} id={target.id} size="xs" />
        )}
        <bdi className="truncate">{target.name}</bdi>
        <IconButton size="sm" label={t("transfer.other")} onClick={onOther}>
          <X />
        </IconButton>
      </p>
      {mayNote && (
        <div className="grid gap-1">
          <p className="text-sm font-medium text-ink">{t("transfer.note")}</p>
          <div className="rounded-md border border-note-line bg-note focus-within:outline-2 focus-within:outline-accent">
            <NoteText first={first} onWrite={write} onSend={onKey} />
          </div>
          {tooLong ? (
            <p role="alert" className="text-xs text-danger-ink">
              {t("transfer.too_long", { max: longestNote })}
            </p>
          ) : (
            <p className="text-xs text-muted">{t("transfer.note_help")}</p>
          )}
        </div>
      )}
      {error !== null && <ErrorState compact error={error} kept={t("error.kept", { ns: "common" })} />}
      <button type="submit" className="hidden" />
    </form>
  );
}

type TextProps = { first: HandoverNote; onWrite: (note: HandoverNote) => void; onSend: () => void };

/** As in the composer: `@` names whom the note tells. */
function NoteText({ first, onWrite, onSend }: TextProps) {
  const { t } = useTranslation("handling");
  const members = useMembers().filter((member) => !member.deactivated);
  const typed = useRef(first);
  const words = { label: t("transfer.note"), placeholder: t("transfer.placeholder") };
  return (
    <Suspense
      fallback={
        <FallbackEditor
          {...words}
          body={{ html: "", text: first.text }}
          autoFocus
          onChange={(text) => {
            typed.current = { text, html: "", mentions: [] };
            onWrite(typed.current);
          }}
        />
      }
    >
      <RichEditor
        {...words}
        html={typed.current.html}
        text={typed.current.text}
        rich={false}
        note
        members={members}
        autoFocus
        onChange={onWrite}
        onFocus={() => {}}
        onSend={onSend}
        onEscape={() => (document.activeElement as HTMLElement | null)?.blur()}
        onFiles={() => {}}
        onReady={() => {}}
      />
    </Suspense>
  );
}
