/** What can be done with one message: forward it; edit or delete a note of one's own. */
import type { Message } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { EllipsisVertical, Forward, MessageSquareQuote, Pencil, Split, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteNote } from "../../../api/conversations.ts";
import { useCan, useMe } from "../../../frame/me.ts";
import { useGo } from "../../../frame/workspace-link.ts";
import { cn } from "../../../lib/cn.ts";
import { AfterPaint } from "../../../ui/after-paint.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { forwardRoute, startForward } from "../composer/forwarding.ts";
import { useInbox } from "../context.ts";
import { detailOptions, dropMessage } from "../queries/messages.ts";
import { splitting } from "../split/splitting.ts";

type MenuProps = { message: Message; onEdit?: () => void; className?: string };

export function MessageMenu(props: MenuProps) {
  return (
    <AfterPaint meanwhile={<span className={cn("size-6 shrink-0", props.className)} />}>
      <Actions {...props} />
    </AfterPaint>
  );
}

function Actions({ message, onEdit, className }: MenuProps) {
  const { t } = useTranslation("inbox");
  const can = useCan();
  const memberId = useMe().member?.id ?? null;
  const [deleting, setDeleting] = useState(false);
  const note = message.kind === "note";
  const own = note && can("conversations.note") && (message.author.id === memberId || can("conversations.delete"));
  const { openId } = useInbox();
  const split = can("conversations.update");
  if (note ? !own && !split : !can("conversations.reply") && !split) return null;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton size="sm" label={t(note ? "note.menu" : "message.menu")} className={className}>
            <EllipsisVertical />
          </IconButton>
        }
      >
        {own && (
          <MenuItem icon={<Pencil />} onSelect={() => onEdit?.()}>
            {t("note.edit")}
          </MenuItem>
        )}
        {!note && can("conversations.reply") && <ForwardItem message={message} />}
        {!note && message.direction === "out" && <SaveItem message={message} />}
        {split && (
          <MenuItem
            icon={<Split className="rtl:-scale-x-100" />}
            onSelect={() => openId && splitting.set({ conversationId: openId, from: message })}
          >
            {t("message.split")}
          </MenuItem>
        )}
        {own && (
          <MenuItem icon={<Trash2 />} danger onSelect={() => setDeleting(true)}>
            {t("note.delete")}
          </MenuItem>
        )}
      </Menu>
      {deleting && <DeleteNote message={message} onClose={() => setDeleting(false)} />}
    </>
  );
}

function ForwardItem({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const routes = useQuery(detailOptions(message.conversation_id)).data?.reply_routes ?? [];
  const possible = forwardRoute(routes) !== null;
  return (
    <MenuItem
      icon={<Forward className="rtl:-scale-x-100" />}
      disabled={!possible}
      onSelect={() => startForward(message)}
    >
      {t(possible ? "forward.start" : "forward.no_mailbox")}
    </MenuItem>
  );
}

/** What was said once may be said again: names in it are proposed as variables. */
function SaveItem({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const go = useGo();
  const me = useMe();
  const detail = useQuery(detailOptions(message.conversation_id)).data;
  const save = async () => {
    const { beginFromMessage } = await import("../../responses/from-message.ts");
    beginFromMessage(message, detail, me);
    go("/responses/new");
  };
  return (
    <MenuItem icon={<MessageSquareQuote />} onSelect={() => void save()}>
      {t("message.save_response")}
    </MenuItem>
  );
}

function DeleteNote({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const remove = async () => {
    setBusy(true);
    try {
      await deleteNote(message.conversation_id, message.id);
      onClose();
      dropMessage(client, message.conversation_id, message.id);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("note.delete_title")}
      action={t("note.delete")}
      busy={busy}
      error={error}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p className="line-clamp-3">
        “<bdi>{message.text}</bdi>”
      </p>
      <p>{t("note.delete_hint")}</p>
    </Confirm>
  );
}
