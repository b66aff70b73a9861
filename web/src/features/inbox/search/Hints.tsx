/** The operators, to be learned and to be clicked. */
import { useTranslation } from "react-i18next";
import { operators } from "./complete.ts";

export function Hints({ onChoose }: { onChoose: (operator: string) => void }) {
  const { t } = useTranslation("triage");
  return (
    <ul
      aria-label={t("search.operators")}
      className="flex shrink-0 flex-wrap gap-x-1 gap-y-0.5 border-b border-line px-3 py-1.5"
    >
      {[...operators, `"${t("search.phrase")}"`, `-${t("search.word")}`].map((operator) => (
        <li key={operator}>
          <button
            type="button"
            onClick={() => onChoose(operator)}
            className="h-6 rounded-sm px-1 text-xs text-muted hover:bg-hover hover:text-ink max-md:h-8"
          >
            {operator}
          </button>
        </li>
      ))}
    </ul>
  );
}
