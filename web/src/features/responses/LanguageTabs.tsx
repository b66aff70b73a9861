/** The languages of a text that has variants: a tab for each, one more, one less, and which language the first is in. */
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { languageName, offeredLanguages } from "../../lib/languages.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Select } from "../../ui/input.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";

type TabsProps = {
  /** Empty: any language. */
  languages: readonly string[];
  index: number;
  onShow: (index: number) => void;
  onAdd: (language: string) => void;
  /** Absent: this one stays. */
  onRemove?: (() => void) | undefined;
  /** Absent: it cannot be said which language the first is in. */
  onRename?: ((language: string) => void) | undefined;
};

export function useLanguageName(): (language: string) => string {
  const { t } = useTranslation("responses");
  return (language) => (language ? languageName(language) : t("editor.any_language"));
}

export function LanguageTabs({ languages, index, onShow, onAdd, onRemove, onRename }: TabsProps) {
  const { t } = useTranslation("responses");
  const nameOf = useLanguageName();
  const shown = languages[index]!;
  const free = offeredLanguages.filter((language) => !languages.includes(language));
  return (
    <div className="flex flex-wrap items-center gap-1">
      <div role="tablist" aria-label={t("editor.languages")} className="flex flex-wrap items-center gap-1">
        {languages.map((language, at) => (
          <button
            key={language || "any"}
            type="button"
            role="tab"
            aria-selected={at === index}
            onClick={() => onShow(at)}
            className={cn(
              "h-7 rounded-md px-2.5 text-sm text-muted hover:bg-hover",
              at === index && "bg-line font-medium text-ink",
            )}
          >
            {nameOf(language)}
          </button>
        ))}
      </div>
      {onRemove && (
        <IconButton size="sm" label={t("editor.remove_language", { language: nameOf(shown) })} onClick={onRemove}>
          <X />
        </IconButton>
      )}
      <Menu
        trigger={
          <Button size="sm" look="ghost">
            <Plus aria-hidden /> {t("editor.add_language")}
          </Button>
        }
      >
        {free.map((language) => (
          <MenuItem key={language} onSelect={() => onAdd(language)}>
            {nameOf(language)}
          </MenuItem>
        ))}
      </Menu>
      {onRename && (
        <Select
          aria-label={t("editor.set_language")}
          className="ms-auto w-44"
          value={shown}
          onChange={(event) => onRename(event.target.value)}
        >
          {[...new Set(["", ...(shown ? [shown] : []), ...free])].map((language) => (
            <option key={language} value={language}>
              {nameOf(language)}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}
