/** The subject, changed in place by a click. */
import type { ConversationDetail } from "@omniflow/contract";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../../frame/me.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { useCommands } from "../actions/commands.ts";

export function SubjectLine({ detail }: { detail: ConversationDetail }) {
  const { t } = useTranslation("inbox");
  const commands = useCommands();
  const may = useCan()("conversations.update");
  const [editing, setEditing] = useState(false);
  const cancelled = useRef(false);
  const shown = detail.subject || detail.contact.name || t("row.no_subject");

  const edit = () => {
    cancelled.current = false;
    setEditing(true);
  };
  useAction({
    id: "rename",
    label: t("thread.rename"),
    group: t("group.conversation"),
    when: () => may && !editing,
    run: edit,
  });

  if (editing) {
    return (
      <input
        // biome-ignore lint/a11y/noAutofocus: the member has just asked to edit it
        autoFocus
        aria-label={t("thread.subject")}
        defaultValue={detail.subject}
        maxLength={998}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.stopPropagation();
          cancelled.current = event.key === "Escape";
          event.currentTarget.blur();
        }}
        onBlur={(event) => {
          setEditing(false);
          const subject = event.currentTarget.value.replace(/\s+/g, " ").trim();
          if (!cancelled.current && subject !== detail.subject) void commands.rename(detail.id, subject);
        }}
        className="h-8 min-w-0 flex-1 rounded-md border border-accent bg-surface px-2 text-base font-semibold text-ink outline-none"
      />
    );
  }
  return (
    <h2 className="min-w-0 flex-1 truncate text-base font-semibold text-ink" title={shown}>
      <button
        type="button"
        disabled={!may}
        title={t("thread.rename")}
        onClick={edit}
        className="max-w-full truncate rounded-sm text-start hover:bg-hover"
      >
        <bdi>{shown}</bdi>
      </button>
    </h2>
  );
}
