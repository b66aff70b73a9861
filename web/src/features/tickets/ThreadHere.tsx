/** A conversation's thread and composer outside the inbox: the same pane, with as much of the inbox round it as it needs. */
import { useMemo, useState } from "react";
import { useGo } from "../../frame/workspace-link.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Pickers } from "../inbox/actions/lazy.tsx";
import { type Inbox, InboxContext, type PickerKind } from "../inbox/context.ts";
import { ThreadPane } from "../inbox/thread/ThreadPane.tsx";
import { parseView } from "../inbox/views/view.ts";
import "../inbox/inbox.css";

const nothing = () => {};

export function ThreadHere({ id, ticketId, onClose }: { id: string; ticketId: string; onClose: () => void }) {
  const go = useGo();
  const narrow = useNarrow();
  const [picker, setPicker] = useState<{ kind: PickerKind; id: string } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ways to move are made anew on each render and do the same
  const inbox = useMemo<Inbox>(
    () => ({
      view: parseView("all"),
      filter: { view: "all" },
      search: null,
      setSearch: nothing,
      sort: "newest",
      setSort: nothing,
      layout: "list",
      setLayout: nothing,
      narrow: false,
      openId: id,
      targetId: id,
      ticketId,
      setCursor: nothing,
      open: (to) => (to && to !== id ? go(`/inbox/all/${to}`) : to === null && onClose()),
      showView: (key) => go(`/inbox/${key}`),
      step: nothing,
      setOrder: nothing,
      pick: nothing,
      moveOn: nothing,
      panels: { views: false, contact: true },
      togglePanel: () => go(`/inbox/all/${id}`),
      picker,
      openPicker: (kind, of) => setPicker({ kind, id: of }),
      closePicker: () => setPicker(null),
    }),
    [id, ticketId, picker, narrow],
  );
  return (
    <InboxContext value={inbox}>
      <ThreadPane id={id} />
      <Pickers />
    </InboxContext>
  );
}
