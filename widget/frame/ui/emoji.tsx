/** A small emoji picker: what people use in a support chat. Arrow keys move, Escape closes. */
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "./app-context.ts";

const emoji = [
  ..."😀😄😁😅😂🙂😉😊😍🥰😘😎🤩🤔🤨😐🙄😬😕🙁😢😭😤😡🤯😱😴🤒🥳🤗🤝👍👎👌👏🙏💪👋✌🤞👀❤🧡💛💚💙💜💔✨⭐🔥🎉🎁✅❌⚠❓💡🚀📎📷📦🛒💳☕🍀🌈☀".matchAll(
    /\p{Extended_Pictographic}/gu,
  ),
].map(([each]) => each);
const columns = 8;

export function EmojiPicker({ pick, close }: { pick(emoji: string): void; close(): void }) {
  const { words } = useApp();
  const box = useRef<HTMLFieldSetElement>(null);
  useEffect(() => (box.current?.firstElementChild as HTMLElement | null)?.focus(), []);
  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...(box.current?.children ?? [])] as HTMLElement[];
    all[all.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  };
  return (
    <fieldset class="emoji" ref={box} aria-label={words.emoji} onKeyDown={move}>
      {emoji.map((each, index) => (
        <button type="button" key={each} tabIndex={index ? -1 : 0} onClick={() => pick(each)}>
          {each}
        </button>
      ))}
    </fieldset>
  );
}
