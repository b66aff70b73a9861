/** Files of a message: pictures as pictures, everything else as a line to download. */
import type { WidgetAttachment } from "@omniflow/contract/widget";
import { useApp } from "./app-context.ts";
import { icons } from "./icons.tsx";

const isPicture = (type: string) => /^image\/(png|jpeg|gif|webp|avif)$/.test(type);

export function Attachments({ files }: { files: WidgetAttachment[] }) {
  const { language } = useApp();
  return (
    <>
      {files.map((file) => (
        <a
          key={file.id}
          class={isPicture(file.content_type) ? "picture" : "attachment"}
          href={file.url}
          target="_blank"
          rel="noopener noreferrer"
          download={file.name}
        >
          {isPicture(file.content_type) ? (
            <img src={file.url} alt={file.name} loading="lazy" />
          ) : (
            <>
              {icons.file}
              <span class="name">{file.name}</span>
              <span class="size">{sizeOf(file.size, language)}</span>
            </>
          )}
        </a>
      ))}
    </>
  );
}

export function sizeOf(bytes: number, language: string): string {
  const large = bytes >= 1024 * 1024;
  const value = bytes / (large ? 1024 * 1024 : 1024);
  const digits = value < 10 && large ? 1 : 0;
  return `${Math.max(value, digits ? 0.1 : 1).toLocaleString(language, { maximumFractionDigits: digits })} ${large ? "MB" : "kB"}`;
}
