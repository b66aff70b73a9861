/** What a proposal changes, beside what is in use: words of every language, looks, files and actions. */
import type { CannedResponse } from "@omniflow/contract";
import { diffWords } from "diff";
import { useTranslation } from "react-i18next";
import { languageName } from "../../lib/languages.ts";
import { useMacroWords } from "./macro-words.ts";

type Version = Pick<CannedResponse, "body" | "body_html" | "variants" | "actions" | "attachments">;
type Text = { language: string; body: string; body_html: string };

export function Differences({ from, to, language }: { from: Version; to: Version; language: string | null }) {
  const { t } = useTranslation("responses");
  const words = useMacroWords();
  const [before, after] = [textsOf(from, language), textsOf(to, language)];
  const languages = [...new Set([...before, ...after].map((text) => text.language))];
  const of = (texts: Text[], one: string) => texts.find((text) => text.language === one);
  const files = (version: Version) => version.attachments.filter((file) => !file.inline).map((file) => file.name);
  return (
    <section
      aria-label={t("approval.differences")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="grid max-h-72 gap-2 overflow-y-auto rounded-md bg-sunken px-3 py-2 text-ink"
    >
      {languages.map((one) => (
        <TextDifference key={one} name={languages.length > 1 ? one : ""} from={of(before, one)} to={of(after, one)} />
      ))}
      <ListDifference name={t("approval.files")} from={files(from)} to={files(to)} />
      <ListDifference name={t("macro.on_send")} from={words(from.actions)} to={words(to.actions)} />
    </section>
  );
}

const textsOf = ({ body, body_html, variants }: Version, language: string | null): Text[] => [
  { language: language ?? "", body, body_html },
  ...variants,
];

type TextProps = { name: string; from: Text | undefined; to: Text | undefined };

function TextDifference({ name, from, to }: TextProps) {
  const { t } = useTranslation("responses");
  const shown = name && languageName(name);
  const [before, after] = [from?.body ?? "", to?.body ?? ""];
  if (before === after && from?.body_html === to?.body_html) return null;
  return (
    <div>
      {shown && <p className="text-xs font-medium text-muted">{shown}</p>}
      {before === after ? (
        <p className="text-muted">{t("approval.looks")}</p>
      ) : (
        <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {diffWords(before, after).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts are told apart by their place
            <Part key={index} value={part.value} added={part.added} removed={part.removed} />
          ))}
        </p>
      )}
    </div>
  );
}

function ListDifference({ name, from, to }: { name: string; from: string[]; to: string[] }) {
  const removed = from.filter((one) => !to.includes(one));
  const added = to.filter((one) => !from.includes(one));
  if (removed.length + added.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-2 gap-y-1">
      <span className="text-xs font-medium text-muted">{name}</span>
      {removed.map((one) => (
        <Part key={`- ${one}`} value={one} removed />
      ))}
      {added.map((one) => (
        <Part key={`+ ${one}`} value={one} added />
      ))}
    </p>
  );
}

export function Part({ value, added, removed }: { value: string; added?: boolean; removed?: boolean }) {
  if (added) return <ins className="rounded-sm bg-success-soft text-success-ink no-underline">{value}</ins>;
  if (removed) return <del className="rounded-sm bg-danger-soft text-danger-ink">{value}</del>;
  return value;
}
