/** Choosing a canned response: search, what is taken often first, and beside it what this customer would read. */
import type { PickItem } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Editor } from "@tiptap/react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { pickOptions, renderOptions } from "../../../../api/responses.ts";
import { useGo } from "../../../../frame/workspace-link.ts";
import { languageName } from "../../../../lib/languages.ts";
import { Button } from "../../../../ui/button.tsx";
import { CommandDialog, CommandGroup, CommandItem } from "../../../../ui/command.tsx";
import { Select } from "../../../../ui/input.tsx";
import { useMacroWords } from "../../../responses/macro-words.ts";
import { type Insertion, insertResponse } from "./insert.ts";

type PickerProps = { editor: Editor; at: Insertion; onClose: () => void };

export function ResponsePicker({ editor, at, onClose }: PickerProps) {
  const { t } = useTranslation("responses");
  const client = useQueryClient();
  const go = useGo();
  const [q, setQ] = useState("");
  const [active, setActive] = useState("");
  const [language, setLanguage] = useState<string>();
  const found = useQuery(pickOptions(q));
  const items = found.data ?? [];
  const shown = items.find((one) => one.id === active) ?? items[0];
  // Fetched ahead: moving down shows the next one at once.
  useEffect(() => {
    const next = items[items.findIndex((one) => one.id === shown?.id) + 1];
    if (next) void client.prefetchQuery(renderOptions(next.id, at.whom));
  }, [items, shown?.id, client, at.whom]);
  const take = (item: PickItem) => {
    onClose();
    // After the dialog gave the focus back.
    setTimeout(
      () => void insertResponse(editor, at, { id: item.id, name: item.name, ...(language ? { language } : {}) }),
      0,
    );
  };
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("picker.label")}
      placeholder={t("picker.placeholder")}
      empty={found.isPending ? "" : t(q ? "picker.none" : "picker.empty")}
      search={{ value: q, onChange: setQ, filter: false }}
      active={{ value: shown?.id ?? "", onChange: setActive }}
      footer={
        shown ? (
          <Preview key={shown.id} item={shown} at={at} language={language} onLanguage={setLanguage} />
        ) : (
          <Button size="sm" onClick={() => go("/responses")}>
            {t("picker.manage")}
          </Button>
        )
      }
    >
      <CommandGroup heading={t(q ? "picker.found" : "picker.usual")}>
        {items.map((item) => (
          <CommandItem key={item.id} value={item.id} onSelect={() => take(item)}>
            <span className="flex min-w-0 items-baseline gap-2">
              <bdi className="max-w-[70%] shrink-0 truncate font-medium">{item.name}</bdi>
              {item.shortcut && <span className="shrink-0 font-mono text-xs text-faint">/{item.shortcut}</span>}
              <bdi className="truncate text-xs text-muted">{item.preview}</bdi>
            </span>
          </CommandItem>
        ))}
      </CommandGroup>
    </CommandDialog>
  );
}

type PreviewProps = {
  item: PickItem;
  at: Insertion;
  language: string | undefined;
  onLanguage: (language: string) => void;
};

/** What is known from the list stands there at once; filled for this customer as soon as the server has said it. */
function Preview({ item, at, language, onLanguage }: PreviewProps) {
  const { t } = useTranslation("responses");
  const words = useMacroWords();
  const filled = useQuery({
    ...renderOptions(item.id, at.whom, language),
    placeholderData: (before) => before,
  }).data;
  if (!filled)
    return (
      <p dir="auto" className="h-40 overflow-y-auto text-sm text-muted [overflow-wrap:anywhere]">
        {item.preview}
      </p>
    );
  const actions = words(filled.macro);
  return (
    <section
      aria-label={t("preview.label")}
      className="grid h-40 content-start gap-1.5 overflow-y-auto text-sm text-ink"
    >
      <div className="flex items-center gap-2 text-xs text-faint">
        {filled.languages.length > 1 ? (
          <Select
            aria-label={t("picker.language")}
            className="w-40"
            value={filled.language ?? ""}
            onChange={(event) => onLanguage(event.target.value)}
          >
            {filled.languages.map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
          </Select>
        ) : null}
        {filled.language_from === "detected" && <span>{t("picker.detected")}</span>}
        {actions.length > 0 && <bdi className="truncate">⚡ {actions.join(" · ")}</bdi>}
        {filled.attachments.length > 0 && <span>{t("picker.files", { count: filled.attachments.length })}</span>}
      </div>
      <div
        dir="auto"
        className="rich-text response-preview [overflow-wrap:anywhere]"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, values escaped by place
        dangerouslySetInnerHTML={{ __html: at.rich ? filled.marked_html : filled.marked_text_html }}
      />
    </section>
  );
}
