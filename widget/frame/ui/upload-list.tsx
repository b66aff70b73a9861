/** Files waiting to go with the next message, with their progress and what is wrong with them. */
import { useApp } from "./app-context.ts";
import { sizeOf } from "./attachments.tsx";
import { icons } from "./icons.tsx";

export function UploadList() {
  const { state, chat, words, language } = useApp();
  if (!state.uploads.length) return null;
  return (
    <ul class="uploads">
      {state.uploads.map((upload) => (
        <li key={upload.id} class={upload.failed ? "failed" : ""}>
          {upload.preview ? <img src={upload.preview} alt="" /> : icons.file}
          <span class="name">{upload.name}</span>
          <span class="size" role={upload.failed ? "alert" : undefined}>
            {upload.failed ?? sizeOf(upload.size, language)}
          </span>
          {!upload.done && !upload.failed && <progress value={upload.progress} max={1} aria-label={upload.name} />}
          <button
            type="button"
            class="tool"
            aria-label={`${words.remove}: ${upload.name}`}
            onClick={() => chat.uploads.remove(upload.id)}
          >
            {icons.remove}
          </button>
        </li>
      ))}
    </ul>
  );
}
