/** Files of a message: pictures as thumbnails, everything else as a chip with name and size. Names come from strangers. */
import type { Attachment } from "@omniflow/contract";
import { Download, File, FileArchive, FileSpreadsheet, FileText, Film, Music } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../../../i18n/format.ts";

const pictures = /^image\/(png|jpe?g|gif|webp|avif)$/;

export function Attachments({ files }: { files: Attachment[] }) {
  const { t } = useTranslation("inbox");
  const shown = files.filter((file) => !file.inline);
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t("file.list")} className="flex flex-wrap gap-2 pt-2">
      {shown.map((file) => (
        <li key={file.id} className="min-w-0">
          <a
            href={file.url}
            target="_blank"
            rel="noopener noreferrer"
            download={pictures.test(file.content_type) ? undefined : file.name}
            className="group flex h-10 max-w-64 items-center gap-2.5 rounded-md border border-line bg-surface ps-1 pe-2.5 text-ink hover:border-line-strong hover:bg-hover"
          >
            <Thumbnail file={file} />
            <span className="min-w-0">
              <bdi className="block truncate text-xs font-medium">{file.name}</bdi>
              <span className="block text-2xs text-faint tabular">{formatBytes(file.size)}</span>
            </span>
            <Download
              aria-hidden
              className="size-3.5 shrink-0 text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}

function Thumbnail({ file }: { file: Attachment }) {
  if (pictures.test(file.content_type)) {
    return <img src={file.url} alt="" loading="lazy" className="size-8 shrink-0 rounded-sm bg-sunken object-cover" />;
  }
  return (
    <span className="grid size-8 shrink-0 place-items-center rounded-sm bg-sunken text-muted [&_svg]:size-4">
      {fileIcon(file.content_type)}
    </span>
  );
}

export function fileIcon(type: string): ReactNode {
  if (type.startsWith("video/")) return <Film aria-hidden />;
  if (type.startsWith("audio/")) return <Music aria-hidden />;
  if (/zip|compressed|tar|rar/.test(type)) return <FileArchive aria-hidden />;
  if (/sheet|excel|csv/.test(type)) return <FileSpreadsheet aria-hidden />;
  if (/pdf|text|word|document/.test(type)) return <FileText aria-hidden />;
  return <File aria-hidden />;
}
