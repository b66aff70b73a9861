/** What is attached and what is still on its way up. */
import { CloudOff, LoaderCircle, Paperclip, TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../../../i18n/format.ts";
import { IconButton } from "../../../ui/button.tsx";
import { type DraftFile, isWaiting, type Upload } from "./files.ts";

type ChipsProps = {
  files: readonly DraftFile[];
  uploads: readonly Upload[];
  onRemove: (id: string) => void;
  onForget: (key: string) => void;
};

const chip =
  "relative flex h-8 max-w-64 items-center gap-2 overflow-hidden rounded-md border border-line bg-surface ps-2 pe-1 text-xs text-ink [&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:text-faint";

export function FileChips({ files, uploads, onRemove, onForget }: ChipsProps) {
  const { t } = useTranslation("inbox");
  if (files.length + uploads.length === 0) return null;
  return (
    <ul aria-label={t("file.list")} className="flex flex-wrap gap-1.5 px-4 pb-2">
      {files.map((file) => (
        <li key={file.id} className={chip}>
          {isWaiting(file) ? <CloudOff aria-hidden className="!text-warning-ink" /> : <Paperclip aria-hidden />}
          <bdi className="truncate">{file.name}</bdi>
          {isWaiting(file) && <span className="truncate text-warning-ink">{t("file.waiting")}</span>}
          <span className="shrink-0 text-faint tabular">{formatBytes(file.size)}</span>
          <IconButton size="sm" label={t("file.remove", { name: file.name })} onClick={() => onRemove(file.id)}>
            <X />
          </IconButton>
        </li>
      ))}
      {uploads.map((one) => (
        <li key={one.key} className={chip}>
          {one.error ? (
            <TriangleAlert aria-hidden className="!text-danger-ink" />
          ) : (
            <LoaderCircle aria-hidden className="animate-spin" />
          )}
          <bdi className="truncate">{one.name}</bdi>
          {one.error ? (
            <span className="truncate text-danger-ink" role="alert">
              {one.error}
            </span>
          ) : (
            <span
              role="progressbar"
              aria-label={t("file.uploading", { name: one.name })}
              aria-valuenow={Math.round(one.done * 100)}
              className="absolute inset-x-0 bottom-0 h-0.5 bg-line"
            >
              <span className="block h-full bg-accent" style={{ width: `${one.done * 100}%` }} />
            </span>
          )}
          <IconButton size="sm" label={t("file.remove", { name: one.name })} onClick={() => onForget(one.key)}>
            <X />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
