/** Tags of many: each is added to all, taken from all, or left as it is on each. */
import { Check, Minus, Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TagDot } from "../../../ui/badge.tsx";
import { CommandDialog, CommandItem } from "../../../ui/command.tsx";
import { useTags } from "../queries/lookups.ts";

type Props = {
  /** Tags that some of the selection have. */
  some: ReadonlySet<string>;
  onClose: () => void;
  onApply: (add: string[], remove: string[]) => void;
};
type Wish = "add" | "remove";

export function BulkTagPicker({ some, onClose, onApply }: Props) {
  const { t } = useTranslation("triage");
  const tags = useTags();
  const [wishes, setWishes] = useState<ReadonlyMap<string, Wish>>(new Map());
  const turn = (name: string) => {
    const next = new Map(wishes);
    const now = wishes.get(name);
    if (now === undefined) next.set(name, "add");
    else if (now === "add") next.set(name, "remove");
    else next.delete(name);
    setWishes(next);
  };
  const wished = (wish: Wish) => [...wishes].flatMap(([name, one]) => (one === wish ? [name] : []));
  const apply = () => {
    onClose();
    if (wishes.size > 0) onApply(wished("add"), wished("remove"));
  };
  return (
    <CommandDialog
      open
      onClose={apply}
      label={t("bulk.pick_tag")}
      placeholder={t("bulk.pick_tag")}
      empty={t("filter.choose")}
    >
      {wishes.size > 0 && (
        <CommandItem value="apply" icon={<Check className="!text-accent-ink" />} onSelect={apply}>
          {t("bulk.tag_apply")}
        </CommandItem>
      )}
      {tags.map((tag) => {
        const wish = wishes.get(tag.name);
        const icon =
          wish === "add" ? (
            <Plus />
          ) : wish === "remove" ? (
            <X />
          ) : some.has(tag.name) ? (
            <Minus />
          ) : (
            <span className="size-4" />
          );
        const says = wish ? t(`bulk.tag_${wish}`) : some.has(tag.name) ? t("bulk.tag_some") : "";
        return (
          <CommandItem key={tag.id} value={tag.name} icon={icon} onSelect={() => turn(tag.name)}>
            <span className="flex items-center gap-2">
              <TagDot color={tag.color} />
              <bdi className="min-w-0 flex-1 truncate">{tag.name}</bdi>
              <span className="text-xs text-muted">{says}</span>
            </span>
          </CommandItem>
        );
      })}
    </CommandDialog>
  );
}
