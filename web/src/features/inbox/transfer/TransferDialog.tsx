/** To whom it goes and why, in one step: a member or a team, and a note for them. For one conversation or for a selection. */
import { Command } from "cmdk";
import { Users, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan, useMe } from "../../../frame/me.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { CommandGroup, CommandItem } from "../../../ui/command.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Textarea } from "../../../ui/input.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { useCommands } from "../actions/commands.ts";
import type { PickerProps } from "../actions/Pickers.tsx";
import { useMembers, useTeams } from "../queries/lookups.ts";
import type { Target } from "./transfer.ts";

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
          target={target}
          onOther={() => setTarget(null)}
          onSubmit={async (note) => {
            setBusy(true);
            try {
              await commands.transfer(id, target, note);
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
  target: Target;
  onOther: () => void;
  onSubmit: (note: string) => Promise<void>;
  onKey: () => void;
};

function Note({ form, target, onOther, onSubmit, onKey }: NoteProps) {
  const { t } = useTranslation("handling");
  const mayNote = useCan()("conversations.note");
  const [note, setNote] = useState("");
  const [error, setError] = useState<unknown>(null);
  useAction({ id: "send", label: t("transfer.action"), whileTyping: true, run: onKey });
  return (
    <form
      ref={form}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setError(null);
        onSubmit(note.trim()).catch(setError);
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
        <Field label={t("transfer.note")} help={t("transfer.note_help")}>
          {(wiring) => (
            <Textarea
              {...wiring}
              autoFocus
              dir="auto"
              rows={4}
              maxLength={longestNote}
              value={note}
              placeholder={t("transfer.placeholder")}
              className="bg-note"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      )}
      {error !== null && <ErrorState compact error={error} kept={t("error.kept", { ns: "common" })} />}
      <button type="submit" className="hidden" />
    </form>
  );
}
