/** The signature below the text of a mail: seen before it goes out, changed or left away for this one message. */
import { useQuery } from "@tanstack/react-query";
import { Pencil, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { getSignature } from "../../../api/responses.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Textarea } from "../../../ui/input.tsx";
import { writeDraft } from "./drafts.ts";

type BlockProps = {
  conversationId: string;
  channelId: string;
  /** As changed for this message; empty: left away; absent: the usual one. */
  own: string | undefined;
};

export function SignatureBlock({ conversationId, channelId, own }: BlockProps) {
  const { t } = useTranslation("responses");
  const [editing, setEditing] = useState(false);
  const usual = useQuery({
    queryKey: keys.signature(conversationId, channelId),
    queryFn: () => getSignature(conversationId, channelId),
    staleTime: 60_000,
  }).data;
  const write = (signature: string | undefined) => writeDraft(conversationId, "message", { signature });
  const text = own ?? usual?.text ?? "";
  if (!usual || (!usual.text && !own)) return null;
  if (!text && !editing) {
    return (
      <p className="px-4 pb-1">
        <Button size="sm" look="ghost" className="-ms-2.5 font-normal" onClick={() => write(undefined)}>
          <RotateCcw aria-hidden /> {t("signature.restore")}
        </Button>
      </p>
    );
  }
  return (
    <section aria-label={t("signature.label")} className="group mx-4 mb-1.5 flex items-start gap-1 text-sm text-muted">
      {editing ? (
        <Textarea
          autoFocus
          aria-label={t("signature.label")}
          dir="auto"
          rows={2}
          value={text}
          onChange={(event) => write(event.target.value)}
          onBlur={() => setEditing(false)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setEditing(false);
          }}
        />
      ) : (
        <>
          <p
            dir="auto"
            className="max-h-24 min-w-0 flex-1 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            <span aria-hidden className="text-faint">
              {"--\n"}
            </span>
            {text}
          </p>
          <IconButton size="sm" side="top" label={t("signature.edit")} onClick={() => setEditing(true)}>
            <Pencil />
          </IconButton>
          <IconButton size="sm" side="top" label={t("signature.remove")} onClick={() => write("")}>
            <X />
          </IconButton>
        </>
      )}
    </section>
  );
}
