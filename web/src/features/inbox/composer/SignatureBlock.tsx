/** The signature below the text of a mail: seen before it goes out, changed or left away for this one message. */
import type { Signature } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Pencil, RotateCcw, X } from "lucide-react";
import { lazy, memo, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { getSignature } from "../../../api/responses.ts";
import { runAction } from "../../../keyboard/registry.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { writeDraft } from "./drafts.ts";
import { isMarkup } from "./send.ts";

const RichEditor = lazy(() => import("./RichEditor.tsx").then((module) => ({ default: module.RichEditor })));
const nobody: never[] = [];

type BlockProps = {
  conversationId: string;
  ticketId: string | undefined;
  channelId: string;
  /** As changed for this message; empty: left away; absent: the usual one. */
  own: string | undefined;
};

export const SignatureBlock = memo(function SignatureBlock({ conversationId, ticketId, channelId, own }: BlockProps) {
  const usual = useQuery({
    queryKey: [...keys.signature(conversationId, channelId), ticketId],
    queryFn: () => getSignature(conversationId, channelId, ticketId),
    staleTime: 60_000,
  }).data;
  return <SignatureText conversationId={conversationId} usual={usual} own={own} />;
});

type TextProps = Omit<BlockProps, "channelId" | "ticketId"> & { usual: Signature | undefined };

export function SignatureText({ conversationId, usual, own }: TextProps) {
  const { t } = useTranslation("responses");
  const [editing, setEditing] = useState(false);
  const write = (signature: string | undefined) => writeDraft(conversationId, "message", { signature });
  if (!usual || (!usual.html && !own)) return null;
  if (!(own ?? usual.html) && !editing) {
    return (
      <p className="px-4 pb-1">
        <Button size="sm" look="ghost" className="-ms-2.5 font-normal" onClick={() => write(undefined)}>
          <RotateCcw aria-hidden /> {t("signature.restore")}
        </Button>
      </p>
    );
  }
  // What was changed here is shown by the editor only, which takes nothing but what it knows.
  const open = editing || own !== undefined;
  return (
    <section aria-label={t("signature.label")} className="group mx-4 mb-1.5 flex items-start gap-1 text-sm text-muted">
      {open ? (
        <div className="min-w-0 flex-1 rounded-md border border-line [&_.editor]:min-h-0">
          <Suspense fallback={<div className="h-16" />}>
            <Editing
              start={own ?? usual.html}
              focus={editing}
              onChange={write}
              onLeave={() => {
                (document.activeElement as HTMLElement | null)?.blur();
                setEditing(false);
              }}
            />
          </Suspense>
        </div>
      ) : (
        <div dir="auto" className="max-h-24 min-w-0 flex-1 overflow-y-auto [overflow-wrap:anywhere]">
          <p aria-hidden className="text-faint">
            --
          </p>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, values escaped by place */}
          <div className="rich-text" dangerouslySetInnerHTML={{ __html: usual.html }} />
        </div>
      )}
      {!open && (
        <IconButton size="sm" side="top" label={t("signature.edit")} onClick={() => setEditing(true)}>
          <Pencil />
        </IconButton>
      )}
      <IconButton
        size="sm"
        side="top"
        label={t("signature.remove")}
        onClick={() => {
          setEditing(false);
          write("");
        }}
      >
        <X />
      </IconButton>
    </section>
  );
}

type EditingProps = { start: string; focus: boolean; onChange: (signature: string) => void; onLeave: () => void };

function Editing({ start, focus, onChange, onLeave }: EditingProps) {
  const { t } = useTranslation("responses");
  const [first] = useState(start);
  return (
    <RichEditor
      html={isMarkup(first) ? first : ""}
      text={isMarkup(first) ? "" : first}
      rich
      note={false}
      label={t("signature.label")}
      placeholder={t("signature.label")}
      members={nobody}
      autoFocus={focus}
      onChange={({ html }) => onChange(html)}
      onFocus={() => {}}
      onSend={() => runAction("send")}
      onEscape={onLeave}
      onFiles={() => {}}
      onReady={() => {}}
    />
  );
}
