/** Tags: chosen ones as chips that can be taken off, others by name from the workspace's list, or new. */
import { X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { TagChip } from "../../ui/badge.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { useTags, useTagsByName } from "../inbox/queries/lookups.ts";

type Props = {
  label: string;
  value: readonly string[];
  onChange: (tags: string[]) => void;
  disabled?: boolean;
  /** Without a visible label: it stands beside one. */
  bare?: string;
};

export function TagInput({ label, value, onChange, disabled, bare }: Props) {
  const { t } = useTranslation("tickets");
  const tags = useTags();
  const colors = useTagsByName();
  const list = useId();
  const [text, setText] = useState("");
  const has = (name: string) => value.some((one) => one.toLowerCase() === name.toLowerCase());
  const add = (name: string) => {
    const wanted = name
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one && !has(one));
    if (wanted.length) onChange([...value, ...wanted]);
    setText("");
  };
  const input = (wiring: object) => (
    <div className="grid gap-1">
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-1" aria-label={label}>
          {value.map((name) => (
            <li key={name} className="inline-flex items-center">
              <TagChip name={name} color={colors.get(name)?.color ?? "gray"} />
              {!disabled && (
                <button
                  type="button"
                  aria-label={t("tags_remove", { name })}
                  className="grid size-6 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
                  onClick={() => onChange(value.filter((one) => one !== name))}
                >
                  <X className="size-3" aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!disabled && (
        <Input
          {...wiring}
          list={list}
          value={text}
          maxLength={60}
          placeholder={t("tags_hint")}
          onChange={(event) => {
            const next = event.target.value;
            // Chosen from the list.
            if (tags.some((tag) => tag.name === next) && next.length - text.length > 1) add(next);
            else setText(next);
          }}
          onBlur={() => text.trim() && add(text)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" && event.key !== ",") return;
            event.preventDefault();
            add(text);
          }}
        />
      )}
      <datalist id={list}>
        {tags
          .filter((tag) => !has(tag.name))
          .map((tag) => (
            <option key={tag.name} value={tag.name} />
          ))}
      </datalist>
    </div>
  );
  return bare ? input({ id: bare }) : <Field label={label}>{input}</Field>;
}
