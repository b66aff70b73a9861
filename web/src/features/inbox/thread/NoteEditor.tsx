/** A note being changed, where it stands. */
import type { Message } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { editNote } from "../../../api/conversations.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { withFileReferences } from "../composer/files.ts";
import { RichEditor } from "../composer/RichEditor.tsx";
import { useMembers } from "../queries/lookups.ts";
import { writeMessage } from "../queries/messages.ts";

export function NoteEditor({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation(["inbox", "common"]);
  const client = useQueryClient();
  const members = useMembers().filter((member) => !member.deactivated);
  const [body, setBody] = useState({ html: message.html ?? "", text: message.text });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const empty = body.text.trim() === "" && !/<img\b/i.test(body.html);
  const save = async () => {
    if (empty || busy) return;
    if (body.text === message.text && body.html === (message.html ?? "")) return onClose();
    setBusy(true);
    try {
      const html = withFileReferences(body.html).html;
      writeMessage(
        client,
        await editNote(message.conversation_id, message.id, { text: body.text, ...(html ? { html } : {}) }),
      );
      onClose();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <div className="rounded-md border border-note-line bg-surface" data-composer>
      <RichEditor
        html={body.html}
        text={body.text}
        rich
        note
        label={t("note.text")}
        placeholder={t("compose.note_placeholder")}
        members={members}
        autoFocus
        onChange={({ html, text }) => setBody({ html, text })}
        onFocus={() => {}}
        onSend={() => void save()}
        onEscape={onClose}
        onFiles={() => {}}
        onReady={() => {}}
      />
      {error !== null && <ErrorState compact error={error} kept={t("common:error.kept")} className="mx-2 mb-2" />}
      <div className="flex justify-end gap-2 p-2">
        <Button size="sm" look="ghost" onClick={onClose}>
          {t("common:cancel")}
        </Button>
        <Button size="sm" look="primary" busy={busy} disabled={empty} onClick={() => void save()}>
          {t("common:save")}
        </Button>
      </div>
    </div>
  );
}
