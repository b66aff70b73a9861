/** Registers everything that can be done in the inbox: keys, tooltips, `?` sheet and palette all read this list. */
import { useTranslation } from "react-i18next";
import { Actions } from "../../../keyboard/react.tsx";
import type { Action } from "../../../keyboard/registry.ts";
import { focusComposer } from "../composer/focus.ts";
import { type PickerKind, useInbox } from "../context.ts";
import { useCommands } from "./commands.ts";
import { hasUndo, undo } from "./undo.ts";

export function InboxActions() {
  const { t } = useTranslation("inbox");
  const inbox = useInbox();
  const commands = useCommands();
  const target = inbox.targetId;
  const hasTarget = () => target !== null;
  const row = () => (target ? commands.find(target) : null);

  const onTarget = (id: string, keys: string, run: (id: string) => void): Action => ({
    id,
    keys,
    label: t(`action.${id as "resolve"}`),
    group: t("group.conversation"),
    when: hasTarget,
    run: () => target && run(target),
  });
  const pick = (kind: PickerKind, keys: string) => onTarget(kind, keys, (id) => inbox.openPicker(kind, id));
  const write = (id: "reply" | "note", keys: string): Action =>
    onTarget(id, keys, (conversation) => {
      if (inbox.openId !== conversation) inbox.open(conversation);
      focusComposer(conversation, id === "reply" ? "message" : "note");
    });
  const moving = (id: string, keys: string | string[], run: () => void, when?: () => boolean): Action => ({
    id,
    keys,
    label: t(`action.${id as "next"}`),
    group: t("group.moving"),
    run,
    ...(when ? { when } : {}),
  });

  return (
    <Actions
      list={[
        moving("next", ["j", "arrowdown"], () => inbox.step(1)),
        moving("previous", ["k", "arrowup"], () => inbox.step(-1)),
        moving(
          "open",
          ["enter", "o"],
          () => target && inbox.open(target),
          () => hasTarget() && inbox.openId !== target,
        ),
        {
          ...moving(
            "back",
            "escape",
            () => inbox.open(null),
            () => inbox.openId !== null,
          ),
          unlisted: true,
        },
        moving("panel-views", "[", () => inbox.togglePanel("views")),
        moving("panel-contact", "]", () => inbox.togglePanel("contact")),
        moving(
          "layout",
          "v",
          () => inbox.setLayout(inbox.layout === "list" ? "table" : "list"),
          () => !inbox.narrow,
        ),
        write("reply", "r"),
        write("note", "n"),
        onTarget(
          "resolve",
          "e",
          (id) => void commands.setStatus(id, row()?.status === "resolved" ? "open" : "resolved"),
        ),
        pick("assign", "a"),
        onTarget("assign-me", "shift+a", commands.assignToMe),
        pick("tag", "t"),
        pick("status", "s"),
        pick("priority", "p"),
        pick("snooze", "h"),
        pick("merge", "m"),
        onTarget("select", "x", (id) => inbox.pick(id, false)),
        onTarget("select-range", "shift+x", (id) => inbox.pick(id, true)),
        onTarget("unread", "u", commands.unread),
        onTarget("trash", "#", (id) => void commands.move(id, row()?.folder === "trash" ? "inbox" : "trash")),
        onTarget("spam", "!", (id) => void commands.move(id, row()?.folder === "spam" ? "inbox" : "spam")),
        {
          id: "undo",
          label: t("undo", { ns: "common" }),
          keys: "mod+z",
          group: t("group.conversation"),
          when: hasUndo,
          run: () => void undo(),
        },
      ]}
    />
  );
}
