/** The conversation. Stays at the newest message while the visitor is there, and leaves them alone when they have scrolled up. */
import type { WidgetMessage } from "@omniflow/contract/widget";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Row, rowsOf } from "../state/messages.ts";
import type { Pending } from "../state/outbox.ts";
import { useApp } from "./app-context.ts";
import { AskEmail } from "./ask-email.tsx";
import { Bubble } from "./bubble.tsx";
import { icons } from "./icons.tsx";

export function Log() {
  const { state, chat, words } = useApp();
  const { messages, pending, more, typing, seenAt, open } = state;
  const box = useRef<HTMLDivElement>(null);
  const [bottom, setBottom] = useState(true);
  const heightBefore = useRef(0);
  const oldest = messages[0]?.id;

  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  // Whatever makes the log longer.
  useLayoutEffect(() => {
    if (bottom) toEnd();
  }, [messages, pending, typing, open, state.visitor]);
  // Earlier messages came in above; what is being read must not move.
  useLayoutEffect(() => {
    if (heightBefore.current && box.current) box.current.scrollTop += box.current.scrollHeight - heightBefore.current;
    heightBefore.current = 0;
  }, [oldest]);
  useEffect(() => {
    // Pictures and the keyboard change heights later.
    const watcher = new ResizeObserver(() => bottom && toEnd());
    for (const each of [box.current, box.current?.firstElementChild]) if (each) watcher.observe(each);
    return () => watcher.disconnect();
  }, [bottom]);
  const scrolled = () => {
    const { scrollHeight, scrollTop, clientHeight } = box.current!;
    const at = scrollHeight - scrollTop - clientHeight < 40;
    setBottom(at);
    chat.atBottom(at);
  };
  const earlier = () => {
    heightBefore.current = box.current?.scrollHeight ?? 0;
    chat.earlier().catch(() => {});
  };
  const waiting = pending.filter((each) => !messages.some((message) => message.client_id === each.id));
  const rows = rowsOf(messages, state.firstUnread);
  const newestOwn = messages.findLast((message) => message.from === "visitor");
  return (
    <div class="log-area">
      <div
        class="log"
        ref={box}
        onScroll={scrolled}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={words.log}
        aria-busy={state.phase === "starting"}
      >
        <div class="rows">
          {more && (
            <button type="button" class="earlier" onClick={earlier}>
              {words.earlier}
            </button>
          )}
          {rows.map((row) => (
            <RowView
              key={row.key}
              row={row}
              seen={
                row.kind === "message" && row.message === newestOwn && !waiting.length
                  ? noteFor(row.message, seenAt)
                  : null
              }
            />
          ))}
          {waiting.map((each, index) => (
            <PendingView
              key={each.id}
              pending={each}
              first={index === 0 && messages.at(-1)?.from !== "visitor"}
              last={index === waiting.length - 1}
            />
          ))}
          <AskEmail />
          {typing && <Typing name={typing} />}
        </div>
      </div>
      {!bottom && (
        <button type="button" class="to-end" aria-label={words.toNewest} title={words.toNewest} onClick={toEnd}>
          {icons.down}
        </button>
      )}
    </div>
  );
}

const noteFor = (message: WidgetMessage, seenAt: string | null) =>
  seenAt !== null && seenAt >= message.created_at ? "seen" : "sent";

function RowView({ row, seen }: { row: Row; seen: "seen" | "sent" | null }) {
  const { words, language } = useApp();
  if (row.kind === "day") return <p class="day">{dayName(row.date, language, words)}</p>;
  if (row.kind === "new") return <p class="new">{words.newMessages}</p>;
  return <Bubble message={row.message} first={row.first} last={row.last} note={seen ? words[seen] : undefined} />;
}

function PendingView({ pending, first, last }: { pending: Pending; first: boolean; last: boolean }) {
  const { chat, words } = useApp();
  const message: WidgetMessage = {
    ...pending,
    client_id: pending.id,
    from: "visitor",
    author: null,
    attachments: pending.files.map((file) => ({ ...file, content_type: "application/octet-stream", url: "" })),
    read: true,
  };
  const note = pending.failed ? (
    <span class="failed">
      {words.notSent}.{" "}
      <button type="button" onClick={() => chat.retry(pending.id)}>
        {words.retry}
      </button>{" "}
      <button type="button" onClick={() => chat.drop(pending.id)}>
        {words.remove}
      </button>
    </span>
  ) : last ? (
    words.sending
  ) : undefined;
  return (
    <Bubble message={message} first={first} last={last} note={note} state={pending.failed ? "not-sent" : "waiting"} />
  );
}

function Typing({ name }: { name: string }) {
  const { words } = useApp();
  return (
    <div class="message team first last">
      <span class="face" aria-hidden="true">
        {[...name][0]}
      </span>
      <div class="bubble dots" role="img" aria-label={words.typing(name)}>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function dayName(date: Date, language: string, words: { today: string; yesterday: string }): string {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(language, {
    weekday: days < 7 ? "long" : undefined,
    day: "numeric",
    month: "long",
    year,
  });
}
