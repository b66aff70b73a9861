/** Files chosen, pasted or dropped: checked against the limits, sent up at once, shown with progress. */
import { widgetLimits } from "@omniflow/contract/widget";
import { type Api, ApiError } from "./api.ts";
import type { Store, Upload } from "./store.ts";

export type Uploads = { add(files: Iterable<File>): void; remove(id: string): void; clear(): void };

/** Why a file is not taken; words are the dictionary's. */
export type Refusal = "too_many" | "too_large" | "empty";

export function refusalOf(file: { size: number }, already: number): Refusal | null {
  if (already >= widgetLimits.files) return "too_many";
  if (file.size > widgetLimits.fileBytes) return "too_large";
  return file.size === 0 ? "empty" : null;
}

export function createUploads(store: Store, api: Api, words: (refusal: Refusal | "failed") => string): Uploads {
  const running = new Map<string, AbortController>();
  const change = (id: string, part: Partial<Upload>) =>
    store.set({ uploads: store.get().uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)) });

  const add = (file: File) => {
    const id = crypto.randomUUID();
    const refusal = refusalOf(file, store.get().uploads.filter((upload) => !upload.failed).length);
    const preview = /^image\/(png|jpe?g|gif|webp|avif)$/.test(file.type) ? URL.createObjectURL(file) : undefined;
    const upload: Upload = { id, name: file.name || "image.png", size: file.size, progress: 0, preview };
    store.set({ uploads: [...store.get().uploads, refusal ? { ...upload, failed: words(refusal) } : upload] });
    if (refusal) return;
    const control = new AbortController();
    running.set(id, control);
    api
      .upload(file, (progress) => change(id, { progress }), control.signal)
      .then((done) => change(id, { done, progress: 1 }))
      .catch((error) => change(id, { failed: (error instanceof ApiError && error.message) || words("failed") }))
      .finally(() => running.delete(id));
  };
  const release = (upload: Upload) => upload.preview && URL.revokeObjectURL(upload.preview);
  return {
    add: (files) => {
      for (const file of files) add(file);
    },
    remove: (id) => {
      running.get(id)?.abort();
      for (const upload of store.get().uploads) if (upload.id === id) release(upload);
      store.set({ uploads: store.get().uploads.filter((upload) => upload.id !== id) });
    },
    clear: () => {
      store.get().uploads.forEach(release);
      store.set({ uploads: [] });
    },
  };
}
