/** Attachments of one composer: what is attached, what is being uploaded, what was refused and why. */
import type { Attachment, ReplyRoute } from "@omniflow/contract";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../../api/client.ts";
import { formatBytes } from "../../../i18n/format.ts";
import { said } from "../../../said/index.ts";
import { notify } from "../../../ui/toast.tsx";
import { type DraftKind, readDraft, writeDraft } from "./drafts.ts";
import { type DraftFile, refusalOf, type Upload, upload } from "./files.ts";

const isNetwork = (error: unknown) => error instanceof ApiError && error.code === "network";
const noteLimits = { max_files: 20, max_file_bytes: 25 * 1024 * 1024 };

export function useFiles(conversationId: string, kind: DraftKind, route: ReplyRoute | null) {
  const { t } = useTranslation("inbox");
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const limits = (kind === "message" ? route?.limits : null) ?? noteLimits;

  const attached = useCallback(
    (): DraftFile[] => readDraft(conversationId, kind)?.body.attachments ?? [],
    [conversationId, kind],
  );
  const change = (key: string, part: Partial<Upload>) =>
    setUploads((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const forget = (key: string) => {
    running.current.get(key)?.abort();
    running.current.delete(key);
    setUploads((now) => now.filter((one) => one.key !== key));
  };

  /** `onInline` gets pictures that were pasted into the text instead of attached. */
  async function add(files: File[], onInline?: (file: Attachment) => void): Promise<void> {
    const there: { size: number }[] = [...attached(), ...uploads.filter((one) => !one.error)];
    for (const file of files) {
      const refusal = refusalOf(file, there, limits);
      if (refusal) {
        const values = { name: file.name, count: limits.max_files, size: formatBytes(limits.max_file_bytes) };
        notify({ tone: "error", text: t(`file.${refusal}`, values) });
        continue;
      }
      there.push(file);
      void send(file, onInline);
    }
  }

  async function send(file: File, onInline?: (file: Attachment) => void) {
    const key = crypto.randomUUID();
    const controller = new AbortController();
    running.current.set(key, controller);
    setUploads((now) => [...now, { key, name: file.name, size: file.size, done: 0, error: null }]);
    try {
      const stored = await upload(file, (done) => change(key, { done }), controller.signal);
      if (onInline && stored.content_type.startsWith("image/")) onInline(stored);
      else
        writeDraft(conversationId, kind, {
          attachments: [...attached(), { id: stored.id, name: stored.name, size: stored.size }],
        });
      forget(key);
    } catch (error) {
      if (error instanceof DOMException) return;
      if (isNetwork(error) && (await keepForLater(key, file))) return;
      const message =
        error instanceof Error && !isNetwork(error) ? said(error.message) : t("error.network", { ns: "common" });
      change(key, { error: message });
    }
  }

  /** Without a network it stays in this browser, and goes up when the connection is back. */
  async function keepForLater(key: string, file: File): Promise<boolean> {
    try {
      const { keepFile } = await import("./waiting-files.ts");
      const kept = await keepFile(file);
      writeDraft(conversationId, kind, { attachments: [...attached(), kept] });
      forget(key);
      return true;
    } catch {
      return false;
    }
  }

  const remove = (id: string) =>
    writeDraft(conversationId, kind, { attachments: attached().filter((file) => file.id !== id) });
  return { uploads, add, remove, forget, busy: uploads.some((one) => !one.error) };
}
