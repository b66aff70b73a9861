/** A plain field for the moment until the editor's code is here: what is typed meanwhile is kept. */
import type { DraftBody } from "./drafts.ts";

type FallbackProps = {
  label: string;
  placeholder: string;
  body: DraftBody;
  autoFocus: boolean;
  onChange: (text: string) => void;
};

export function FallbackEditor({ label, placeholder, body, autoFocus, onChange }: FallbackProps) {
  return (
    <textarea
      aria-label={label}
      placeholder={placeholder}
      // biome-ignore lint/a11y/noAutofocus: the member has just asked to write
      autoFocus={autoFocus}
      defaultValue={body.text}
      onChange={(event) => onChange(event.target.value)}
      className="block min-h-[4.5rem] w-full resize-none bg-transparent px-4 py-2 text-base leading-[1.5] text-ink outline-none placeholder:text-faint"
    />
  );
}
