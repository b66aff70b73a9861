/** The search above a list: answers a moment after the last key, and `/` leads to it. */
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useAction } from "../../keyboard/react.tsx";

const afterMs = 200;

export function SearchField({
  value,
  label,
  onChange,
}: {
  value: string;
  label: string;
  onChange(text: string): void;
}) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the clock
  useEffect(() => {
    const next = text.trim();
    if (next === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = next;
      onChange(next);
    }, afterMs);
    return () => clearTimeout(timer);
  }, [text]);
  useAction({ id: "search", label, run: () => input.current?.focus() });
  return (
    <label className="relative flex min-w-40 max-w-72 flex-1 items-center">
      <span className="sr-only">{label}</span>
      <Search aria-hidden className="pointer-events-none absolute start-2 size-3.5 text-faint" />
      <input
        ref={input}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={label}
        className="h-7 w-full rounded-md border border-transparent bg-sunken ps-7 pe-2 text-sm text-ink outline-none placeholder:text-faint hover:border-line focus:border-accent focus:bg-surface max-md:h-10 max-md:text-lg"
      />
    </label>
  );
}
