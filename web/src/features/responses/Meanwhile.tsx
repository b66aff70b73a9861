/** A colleague saved the same response: who, when, and where it differs from what is written here; the member decides. */
import { diffWords } from "diff";
import { useTranslation } from "react-i18next";
import { languageName } from "../../lib/languages.ts";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Part } from "./Differences.tsx";
import { useMacroWords } from "./macro-words.ts";
import type { Field } from "./meet.ts";
import type { Values } from "./values.ts";

type MeanwhileProps = {
  by: string;
  at: string;
  fields: readonly Field[];
  mine: Values;
  theirs: Values;
  onMine: () => void;
  onTheirs: () => void;
};

export function Meanwhile({ by, at, fields, mine, theirs, onMine, onTheirs }: MeanwhileProps) {
  const { t } = useTranslation("responses");
  const say = useWords();
  return (
    <section
      role="alert"
      aria-label={t("meanwhile.label")}
      className="sticky top-2 z-10 grid gap-3 rounded-lg border border-line bg-warning-soft px-4 py-3 text-sm text-warning-ink shadow-float"
    >
      <div>
        <p className="font-medium">
          {t("meanwhile.title", { name: by })} <RelativeTime at={at} style="sentence" className="font-normal" />
        </p>
        <p>{t("meanwhile.kept")}</p>
      </div>
      <dl tabIndex={0} className="grid max-h-64 gap-2 overflow-y-auto rounded-md bg-surface px-3 py-2 text-ink">
        {fields.map((field) => (
          <div key={field}>
            <dt className="text-xs font-medium text-muted">{t(`meanwhile.field.${field}`)}</dt>
            <dd dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
              {diffWords(say(theirs, field), say(mine, field)).map((part, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts are told apart by their place
                <Part key={index} value={part.value} added={part.added} removed={part.removed} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" look="primary" onClick={onMine}>
          {t("meanwhile.mine")}
        </Button>
        <Button size="sm" onClick={onTheirs}>
          {t("meanwhile.theirs")}
        </Button>
        <span className="text-xs">
          <Part value={t("meanwhile.legend_theirs")} removed /> <Part value={t("meanwhile.legend_mine")} added />
        </span>
      </div>
    </section>
  );
}

/** A field in words that can be compared. */
function useWords(): (values: Values, field: Field) => string {
  const { t } = useTranslation("responses");
  const macro = useMacroWords();
  return (values, field) => {
    if (field === "texts")
      return values.texts
        .map(({ language, html }, index) =>
          values.texts.length > 1 && index > 0 ? `${languageName(language)}: ${wordsOf(html)}` : wordsOf(html),
        )
        .join("\n\n");
    if (field === "actions") return macro(values.actions).join(" · ");
    if (field === "files") return values.files.map((file) => file.name).join(", ");
    if (field === "scope") return t(`scope.${values.scope}`);
    return values[field];
  };
}

/** Paragraphs, breaks and points as lines. */
const wordsOf = (html: string): string =>
  (
    new DOMParser().parseFromString(html.replace(/<(br|\/p|\/li|\/blockquote|\/pre)\b[^>]*>/gi, "\n$&"), "text/html")
      .body.textContent ?? ""
  ).trim();
