/** One message: its text, its files, and at the end of a group the time and what became of it. */
import type { WidgetMessage } from "@omniflow/contract/widget";
import { useApp } from "./app-context.ts";
import { Attachments } from "./attachments.tsx";
import { initial } from "./header.tsx";
import { isOnlyEmoji, Text } from "./text.tsx";

type Props = { message: WidgetMessage; first: boolean; last: boolean; note?: preact.ComponentChildren; state?: string };

export function Bubble({ message, first, last, note, state }: Props) {
  const { language } = useApp();
  const { from, author, text, attachments } = message;
  const time = new Date(message.created_at);
  const classes = ["message", from, first ? "first" : "", last ? "last" : "", state ?? ""].join(" ");
  return (
    <div class={classes}>
      {from === "team" && (
        <span class="face" aria-hidden="true">
          {last && initial(author?.name ?? "")}
        </span>
      )}
      <div class="body">
        {first && author?.name && <p class="author">{author.name}</p>}
        {text && (
          <div class={isOnlyEmoji(text) ? "bubble large" : "bubble"} dir="auto">
            <Text text={text} />
          </div>
        )}
        <Attachments files={attachments} />
        {(last || note) && (
          <p class="meta">
            <time dateTime={message.created_at}>
              {time.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" })}
            </time>
            {note && <span> · {note}</span>}
          </p>
        )}
      </div>
    </div>
  );
}
