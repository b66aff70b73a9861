/** The browser's file dialog behind a button of ours: `ref.current.click()` opens it. */
import type { RefObject } from "react";

type Props = { ref: RefObject<HTMLInputElement | null>; label?: string; onFiles(files: File[]): void };

export function FileInput({ ref, label, onFiles }: Props) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      hidden
      aria-label={label}
      onChange={(event) => {
        onFiles([...(event.target.files ?? [])]);
        // The same file can be chosen again.
        event.target.value = "";
      }}
    />
  );
}
