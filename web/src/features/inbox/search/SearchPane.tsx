/** The search over the list: everywhere the member may look, with operators completed as they are typed. */
// biome-ignore-all lint/a11y/useSemanticElements: a list of suggestions that belongs to a field is a listbox
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
// biome-ignore-all lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowLeft, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { type SearchResult, searchConversations } from "../../../api/triage.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { cn } from "../../../lib/cn.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Kbd } from "../../../ui/kbd.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { useInbox } from "../context.ts";
import { append, complete, suggestions, type Word, wordAt } from "./complete.ts";
import { Hints } from "./Hints.tsx";
import { jump } from "./jump.ts";
import { useKnown } from "./known.ts";
import { ResultRow } from "./ResultRow.tsx";
import { useRecent } from "./recent.ts";

const searchAfterMs = 120;
const limit = 40;
const noResults: SearchResult[] = [];
const none: Word = { start: 0, end: 0, text: "" };

type Option =
  | { kind: "word"; text: string }
  | { kind: "recent"; text: string }
  | { kind: "result"; result: SearchResult };

export function SearchPane() {
  const { t } = useTranslation("triage");
  const inbox = useInbox();
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const known = useKnown();
  const [recent, addRecent] = useRecent();
  const [text, setText] = useState(inbox.search ?? "");
  const [word, setWord] = useState(none);
  const [active, setActive] = useState<number | null>(null);

  const asked = inbox.search?.trim() ?? "";
  const query = useQuery({
    queryKey: keys.search(asked),
    queryFn: ({ signal }) => searchConversations(asked, limit, signal),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const results = asked === "" ? noResults : (query.data ?? noResults);
  useText(text, setText);
  useEffect(() => inbox.setOrder(results.map((one) => one.conversation.id)), [results, inbox.setOrder]);

  const words = suggestions(word.text, known);
  const options: Option[] =
    text.trim() === ""
      ? recent.map((one) => ({ kind: "recent", text: one }))
      : [
          ...words.map((one): Option => ({ kind: "word", text: one })),
          ...results.map((result): Option => ({ kind: "result", result })),
        ];
  const first = results.length > 0 ? words.length : 0;
  const at = Math.min(active ?? first, options.length - 1);

  const write = (next: { text: string; caret: number }) => {
    setText(next.text);
    setActive(null);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
      setWord(wordAt(next.text, next.caret));
    });
  };
  const choose = (option: Option | undefined) => {
    if (!option) return;
    if (option.kind === "word") return write(complete(text, word, option.text));
    if (option.kind === "recent") return write({ text: option.text, caret: option.text.length });
    addRecent(text);
    const { conversation, message_id } = option.result;
    jump.set(message_id ? { conversationId: conversation.id, messageId: message_id } : null);
    field.current?.blur();
    inbox.open(conversation.id);
  };
  const close = () => inbox.setSearch(null);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const move = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (move !== 0) setActive(Math.max(0, Math.min(options.length - 1, at + move)));
    else if (event.key === "Enter") choose(options[at]);
    else if (event.key === "Tab" && words.length > 0 && !event.shiftKey)
      choose(options[at]?.kind === "word" ? options[at] : options[0]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Opened to type in, also beside an open conversation; but back from a conversation the results are walked with J and K.
  const toType = useRef(text.trim() === "");
  useEffect(() => {
    if (!inbox.openId || toType.current) field.current?.focus();
    toType.current = false;
  }, [inbox.openId]);
  useAction({
    id: "search",
    label: t("search.label"),
    run: () => field.current?.select(),
  });
  useAction({
    id: "search-close",
    label: t("search.close"),
    unlisted: true,
    when: () => !inbox.openId,
    run: close,
  });

  return (
    <div className="absolute inset-0 z-20 flex min-w-0 flex-col bg-surface">
      <div className="flex shrink-0 items-center gap-1 border-b border-line px-2 py-1.5">
        <IconButton size="sm" label={t("search.close")} action="search-close" onClick={close}>
          <ArrowLeft className="rtl:rotate-180" />
        </IconButton>
        <input
          ref={field}
          role="combobox"
          aria-label={t("search.label")}
          aria-expanded={options.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          value={text}
          placeholder={t("search.placeholder")}
          onChange={(event) => {
            setText(event.target.value);
            setActive(null);
            setWord(wordAt(event.target.value, event.target.selectionStart ?? event.target.value.length));
          }}
          onSelect={(event) => {
            const caret = event.currentTarget.selectionStart ?? 0;
            setWord(wordAt(text, caret));
          }}
          onKeyDown={onKeyDown}
          className="h-8 min-w-0 flex-1 bg-transparent px-1 text-base text-ink outline-none placeholder:text-faint max-md:h-10 max-md:text-lg"
        />
        {query.isFetching && <Spinner className="size-3.5 text-faint" />}
        {text && (
          <IconButton size="sm" label={t("search.clear")} onClick={() => write({ text: "", caret: 0 })}>
            <X />
          </IconButton>
        )}
      </div>
      <Hints onChoose={(operator) => write(append(text, operator))} />
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2">
        <div id={list} role="listbox" aria-label={t("search.results")} className="max-w-4xl">
          {options.map((option, index) => (
            <OptionRow
              key={option.kind === "result" ? option.result.conversation.id : `${option.kind} ${option.text}`}
              id={`${list}-${index}`}
              option={option}
              active={index === at}
              open={option.kind === "result" && option.result.conversation.id === inbox.openId}
              onChoose={() => choose(option)}
            />
          ))}
        </div>
        {text.trim() === "" && recent.length === 0 && (
          <p className="px-4 py-6 text-sm text-muted">{t("search.hint")}</p>
        )}
        {asked !== "" && query.isPending && <SkeletonRows className="px-4" />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {asked !== "" && query.isSuccess && !query.isFetching && results.length === 0 && text.trim() === asked && (
          <EmptyState title={t("search.nothing", { text: asked })}>{t("search.nothing_hint")}</EmptyState>
        )}
        {results.length === limit && (
          <p className="px-4 py-3 text-xs text-muted">{t("search.more", { count: limit })}</p>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {asked !== "" && query.isSuccess && t("search.found", { count: results.length })}
      </p>
    </div>
  );
}

/** What is typed reaches the address (and the server) a moment later; another address reaches the field. */
function useText(text: string, setText: (text: string) => void) {
  const { search, setSearch } = useInbox();
  const sent = useRef(search);
  useEffect(() => {
    if (search === sent.current) return;
    sent.current = search;
    setText(search ?? "");
  }, [search, setText]);
  useEffect(() => {
    if (text === (sent.current ?? "")) return;
    const timer = setTimeout(() => {
      sent.current = text;
      setSearch(text);
    }, searchAfterMs);
    return () => clearTimeout(timer);
  }, [text, setSearch]);
}

type OptionProps = { id: string; option: Option; active: boolean; open: boolean; onChoose: () => void };

function OptionRow({ id, option, active, open, onChoose }: OptionProps) {
  const { t } = useTranslation("triage");
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field answers the keys
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={active}
      onClick={onChoose}
      className={cn(
        "cursor-pointer border-b border-line hover:bg-hover",
        active && "bg-hover",
        open && "bg-selected hover:bg-selected",
        option.kind !== "result" && "flex h-9 items-center gap-2 px-4 text-sm text-ink",
      )}
    >
      {option.kind === "result" ? (
        <ResultRow result={option.result} />
      ) : (
        <>
          <bdi className="min-w-0 flex-1 truncate">{option.text}</bdi>
          {option.kind === "recent" ? (
            <span className="text-xs text-faint">{t("search.recent")}</span>
          ) : (
            <Kbd keys="tab" className="max-md:hidden" />
          )}
        </>
      )}
    </div>
  );
}
