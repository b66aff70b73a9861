/** Registers everything that can be done in the inbox: keys, tooltips, `?` sheet and palette all read this list. */
import i18next from "i18next";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../../frame/me.ts";
import { Actions } from "../../../keyboard/react.tsx";
import type { Action } from "../../../keyboard/registry.ts";
import { whenIdle } from "../../../lib/idle.ts";
import { preloadable } from "../../../lib/preloadable.tsx";
import { useStore } from "../../../lib/store.ts";
import { focusComposer } from "../composer/focus.ts";
import { type PickerKind, useInbox } from "../context.ts";
import { copyLink, filtering } from "../filter/filtering.ts";
import { writing } from "../outbound/writing.ts";
import { drafting } from "../views/drafting.ts";
import { useCommands } from "./commands.ts";
import { hasUndo, undo } from "./undo.ts";

const newConversation = preloadable(() =>
  import("../outbound/NewConversation.tsx").then((module) => module.NewConversation),
);
const ViewDialog = lazy(() => import("../views/ViewDialog.tsx").then((module) => ({ default: module.ViewDialog })));
const filterDialog = preloadable(() => import("../filter/FilterDialog.tsx").then((module) => module.FilterDialog));

/** There before their key is pressed: what is typed next belongs to them. */
function preload() {
  newConversation.preload();
  filterDialog.preload();
  void i18next.loadNamespaces(["handling", "triage"]);
}

export function InboxActions() {
  const begun = useStore(writing);
  const filtered = useStore(filtering);
  const draft = useStore(drafting);
  useEffect(() => whenIdle(preload), []);
  // Who goes elsewhere has left it.
  useEffect(() => () => drafting.set(null), []);
  return (
    <>
      <Registered />
      <Suspense>
        {begun && <newConversation.Component />}
        {filtered && <filterDialog.Component />}
        {draft && <ViewDialog draft={draft} />}
      </Suspense>
    </>
  );
}

function Registered() {
  const { t } = useTranslation("inbox");
  const inbox = useInbox();
  const commands = useCommands();
  const can = useCan();
  const target = inbox.targetId;
  const hasTarget = () => target !== null;
  const row = () => (target ? commands.find(target) : null);

  const onTarget = (id: string, run: (id: string) => void): Action => ({
    id,
    label: t(`action.${id as "resolve"}`),
    group: t("group.conversation"),
    when: hasTarget,
    run: () => target && run(target),
  });
  const pick = (kind: PickerKind) => onTarget(kind, (id) => inbox.openPicker(kind, id));
  const write = (id: "reply" | "note"): Action =>
    onTarget(id, (conversation) => {
      if (inbox.openId !== conversation) inbox.open(conversation);
      focusComposer(conversation, id === "reply" ? "message" : "note");
    });
  const moving = (id: string, run: () => void, when?: () => boolean): Action => ({
    id,
    label: t(`action.${id as "next"}`),
    group: t("group.moving"),
    run,
    ...(when ? { when } : {}),
  });

  return (
    <Actions
      list={[
        moving("next", () => inbox.step(1)),
        moving("previous", () => inbox.step(-1)),
        moving(
          "open",
          () => target && inbox.open(target),
          () => hasTarget() && inbox.openId !== target,
        ),
        {
          ...moving(
            "back",
            () => inbox.open(null),
            () => inbox.openId !== null,
          ),
          unlisted: true,
        },
        moving("panel-views", () => inbox.togglePanel("views")),
        moving("panel-contact", () => inbox.togglePanel("contact")),
        moving(
          "layout",
          () => inbox.setLayout(inbox.layout === "list" ? "table" : "list"),
          () => !inbox.narrow,
        ),
        {
          id: "new",
          label: t("action.new"),
          group: t("title"),
          when: () => can("conversations.reply"),
          run: () => writing.set({}),
        },
        moving("filter", () => filtering.set(true)),
        moving("copy-link", copyLink),
        moving(
          "sort",
          () => inbox.setSort(inbox.sort === "newest" ? "oldest" : "newest"),
          () => inbox.view.kind !== "saved" && inbox.view.kind !== "filter",
        ),
        write("reply"),
        write("note"),
        onTarget("resolve", (id) => void commands.setStatus(id, row()?.status === "resolved" ? "open" : "resolved")),
        pick("assign"),
        onTarget("assign-me", commands.assignToMe),
        pick("transfer"),
        pick("tag"),
        pick("status"),
        pick("priority"),
        pick("snooze"),
        pick("merge"),
        onTarget("select", (id) => inbox.pick(id, false)),
        onTarget("select-range", (id) => inbox.pick(id, true)),
        onTarget("unread", commands.unread),
        onTarget("trash", (id) => void commands.move(id, row()?.folder === "trash" ? "inbox" : "trash")),
        onTarget("spam", (id) => void commands.move(id, row()?.folder === "spam" ? "inbox" : "spam")),
        {
          id: "undo",
          label: t("undo", { ns: "common" }),
          group: t("group.conversation"),
          when: hasUndo,
          run: () => void undo(),
        },
      ]}
    />
  );
}
