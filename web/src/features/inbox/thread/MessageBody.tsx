/** What a message says: own simple text inline, mail HTML in its frame, plain text with links; the quoted rest folded. */
import type { Message } from "@omniflow/contract";
import { Ellipsis, Image as ImageIcon } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { MailFrame } from "./MailFrame.tsx";
import { hasRemoteImages } from "./mail-document.ts";
import { LinkedText, richText } from "./rich-text.tsx";

type BodyProps = { message: Message; onShowImages: () => void; imagesShown: boolean };

export function MessageBody({ message, onShowImages, imagesShown }: BodyProps) {
  const { t } = useTranslation("inbox");
  const [unfolded, setUnfolded] = useState(false);
  const quoted = message.quoted_html ?? message.quoted_text;
  const shown = unfolded ? `${message.html ?? ""}${message.quoted_html ?? ""}` : (message.html ?? "");
  const blocked = !imagesShown && hasRemoteImages(shown, location.origin);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {blocked && (
        <p className="text-xs text-muted" title={t("mail.images_why")}>
          <ImageIcon aria-hidden className="me-1.5 inline size-3.5 align-[-2px]" />
          {t("mail.images_blocked")}{" "}
          <Button look="link" size="sm" className="align-baseline" onClick={onShowImages}>
            {t("mail.show_images")}
          </Button>
        </p>
      )}
      <Content
        id={message.id}
        html={message.html}
        text={message.text}
        own={isOwn(message)}
        title={message.author.name}
      />
      {quoted && (
        <>
          <Tooltip label={t(unfolded ? "mail.fold" : "mail.unfold")}>
            <button
              type="button"
              aria-expanded={unfolded}
              aria-label={t(unfolded ? "mail.fold" : "mail.unfold")}
              onClick={() => setUnfolded(!unfolded)}
              className="flex h-4 w-8 items-center justify-center rounded-sm bg-line text-muted hover:bg-line-strong hover:text-ink"
            >
              <Ellipsis className="size-4" />
            </button>
          </Tooltip>
          {unfolded && (
            <div className="border-s-2 border-line ps-3 text-muted">
              <Content
                id={`${message.id}-quoted`}
                html={message.quoted_html}
                text={message.quoted_text ?? ""}
                own={false}
                title={message.author.name}
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}

/** Written in our own editor, by a member of this workspace. */
const isOwn = (message: Message) =>
  message.kind === "note" || (message.direction === "out" && message.author.type === "member");

type ContentProps = { id: string; html: string | null; text: string; own: boolean; title: string };

function Content({ id, html, text, own, title }: ContentProps) {
  const { t } = useTranslation("inbox");
  const rich = useMemo(() => (html && own ? richText(html) : null), [html, own]);
  if (rich)
    return (
      <div dir="auto" className="min-w-0 text-base leading-[1.5] text-ink">
        {rich}
      </div>
    );
  if (html) return <MailFrame id={id} html={html} title={title} />;
  if (!text.trim()) return <p className="text-sm text-faint italic">{t("mail.empty")}</p>;
  return (
    <div
      dir="auto"
      className="rich-text max-w-[72ch] min-w-0 text-base leading-[1.5] break-words whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
    >
      <LinkedText text={text} />
    </div>
  );
}
