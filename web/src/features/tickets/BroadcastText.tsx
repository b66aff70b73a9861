/** The text of an update, written as a reply is; it speaks to many, so its variables stay and one recipient's reading is shown below. */
import type { ReplyRoute, TemplatePreviewInput, TicketDetail } from "@omniflow/contract";
import { parseTemplate } from "@omniflow/contract/template";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { previewTemplate } from "../../api/responses.ts";
import { useStore } from "../../lib/store.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/input.tsx";
import { draftKey, drafts, emptyBody, keepHere } from "../inbox/composer/drafts.ts";
import { MessageEditor } from "../inbox/composer/MessageEditor.tsx";
import { Problem } from "../responses/TemplateField.tsx";
import { VariablePicker } from "../responses/VariablePicker.tsx";

/** Kept in this tab until it is sent, also over closing the dialog. */
export function broadcastDraft(ticketId: string): string {
  const id = `broadcast-${ticketId}`;
  keepHere(id);
  return id;
}

/** What a message to all kinds of channels may hold; a channel that cannot take it says so for its recipient. */
const anyChannel: ReplyRoute = {
  ...{ channel_id: "", channel: "", channel_name: "", address: null, thread_id: null, to: [], cc: [], problem: null },
  limits: { html: true, subject: false, cc: false, max_text: null, max_files: 20, max_file_bytes: 25 << 20 },
};

type Props = {
  ticket: TicketDetail;
  chosen: ReadonlySet<string>;
  busy: boolean;
  onSend: () => void;
  onLeave: () => void;
};

export function BroadcastText({ ticket, chosen, busy, onSend, onLeave }: Props) {
  const { t } = useTranslation("tickets");
  const draftId = broadcastDraft(ticket.id);
  const { html, text } = useStore(drafts, (all) => all.get(draftKey(draftId, "message"))?.body) ?? emptyBody;
  // Plain as long as the rich editor is not there yet.
  const source = useMemo(() => (html ? { html } : { text }), [html, text]);
  const { template, problems } = useMemo(() => parseTemplate(html || text, html ? "html" : "text"), [html, text]);
  const first = ticket.conversations.find((one) => chosen.has(one.id))?.id ?? "";
  const whom = useMemo(() => ({ conversation_id: first, ticket_id: ticket.id, template: true }), [first, ticket.id]);
  return (
    <>
      <div className="rounded-lg border border-line-strong bg-surface focus-within:border-accent">
        <MessageEditor
          draftId={draftId}
          kind="message"
          route={anyChannel}
          whom={whom}
          label={t("broadcast.text")}
          placeholder={t("broadcast.placeholder")}
          focus={1}
          blocked={busy || chosen.size === 0 || problems.length > 0}
          onSend={onSend}
          onLeave={onLeave}
          tools={(editor) => (
            <VariablePicker
              onPick={(name) => setTimeout(() => editor.chain().focus().insertContent(`{{${name}}}`).run(), 50)}
            />
          )}
          sendButton={(disabled, send) => (
            <Button look="primary" size="sm" busy={busy} disabled={disabled} onClick={() => send()}>
              {t("broadcast.send", { count: chosen.size })}
            </Button>
          )}
        />
      </div>
      {problems[0] && <Problem problem={problems[0]} />}
      {template.pieces.some((piece) => piece.kind === "variable") && (
        <Reading ticket={ticket} chosen={chosen} source={source} />
      )}
    </>
  );
}

/** As one of them will read it; what has no value is marked. */
function Reading({ ticket, chosen, source }: Pick<Props, "ticket" | "chosen"> & { source: TemplatePreviewInput }) {
  const { t } = useTranslation("tickets");
  const [asked, setAsked] = useState("");
  const readers = ticket.conversations.filter((one) => chosen.has(one.id));
  const reader = readers.find((one) => one.id === asked) ?? readers[0];
  const shown = useDeferredValue(source);
  const preview = useQuery({
    queryKey: [...keys.responses, "preview", shown, reader?.id, ticket.id],
    queryFn: ({ signal }) => previewTemplate({ ...shown, conversation_id: reader!.id, ticket_id: ticket.id }, signal),
    enabled: reader !== undefined,
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  if (!reader || !preview.data) return null;
  return (
    <section aria-label={t("broadcast.reading")} className="mt-3 grid gap-1.5 rounded-lg bg-sunken px-4 py-3">
      <div className="flex items-center gap-2 text-xs text-muted">
        <span className="shrink-0">{t("broadcast.reading")}</span>
        <Select
          aria-label={t("broadcast.reader")}
          className="w-60 min-w-0"
          value={reader.id}
          onChange={(event) => setAsked(event.target.value)}
        >
          {readers.map((one) => (
            <option key={one.id} value={one.id}>
              {one.contact.name}
            </option>
          ))}
        </Select>
      </div>
      <div
        dir="auto"
        className="rich-text response-preview text-sm text-ink [overflow-wrap:anywhere]"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, values escaped by place
        dangerouslySetInnerHTML={{ __html: preview.data.html }}
      />
      {preview.data.missing.length > 0 && (
        <p role="status" className="text-xs text-warning-ink">
          {t("broadcast.missing", {
            names: preview.data.missing.join(", "),
            example: `{{${preview.data.missing[0]} | …}}`,
          })}
        </p>
      )}
    </section>
  );
}
