/** Over a filtered list: change it, keep it as a view, share it, leave it. */
import { Link, Pencil, Save, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "../../../ui/button.tsx";
import { useInbox } from "../context.ts";
import { drafting } from "../views/drafting.ts";
import { copyLink, filtering } from "./filtering.ts";
import { parseTree } from "./start.ts";

export function FilterBar() {
  const { t } = useTranslation("handling");
  const inbox = useInbox();
  const filter = inbox.view.kind === "filter" ? parseTree(inbox.view.filter) : null;
  if (!filter) return null;
  return (
    <section
      aria-label={t("filter.bar")}
      className="flex shrink-0 flex-wrap items-center gap-1 border-b border-line bg-sunken/60 px-2 py-1"
    >
      <Button look="ghost" size="sm" onClick={() => filtering.set(true)}>
        <Pencil /> {t("filter.edit")}
      </Button>
      <Button look="ghost" size="sm" onClick={() => drafting.set({ kind: "new", filter, sort: inbox.sort })}>
        <Save /> {t("filter.save")}
      </Button>
      <IconButton size="sm" label={t("filter.copy")} action="copy-link" onClick={() => void copyLink()}>
        <Link />
      </IconButton>
      <IconButton
        size="sm"
        label={t("filter.clear")}
        className="ms-auto"
        onClick={() => inbox.showView("mine", "newest")}
      >
        <X />
      </IconButton>
    </section>
  );
}
