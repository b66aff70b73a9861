/** What happens to the conversation when a reply with this response is sent. */
import { type Macro, priorities, statuses } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../ui/check.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";

export function MacroFields({ macro, onChange }: { macro: Macro; onChange: (macro: Macro) => void }) {
  const { t } = useTranslation(["responses", "common"]);
  const set = (part: { [K in keyof Macro]: Macro[K] | undefined }) =>
    onChange(
      Object.fromEntries(Object.entries({ ...macro, ...part }).filter(([, value]) => value !== undefined)) as Macro,
    );
  return (
    <fieldset className="grid gap-4 rounded-lg border border-line p-4 md:grid-cols-3">
      <legend className="px-1 text-sm font-medium text-ink">{t("macro.on_send")}</legend>
      <Field label={t("macro.status")}>
        {(wiring) => (
          <Select
            {...wiring}
            value={macro.status ?? ""}
            onChange={(event) => set({ status: (event.target.value || undefined) as Macro["status"] })}
          >
            <option value="">{t("macro.as_usual")}</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {t(`common:status.${status}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("macro.priority")}>
        {(wiring) => (
          <Select
            {...wiring}
            value={macro.priority ?? ""}
            onChange={(event) => set({ priority: (event.target.value || undefined) as Macro["priority"] })}
          >
            <option value="">{t("macro.unchanged")}</option>
            {priorities.map((priority) => (
              <option key={priority} value={priority}>
                {t(`common:priority.${priority}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("macro.snooze_hours")}>
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={1}
            max={8760}
            value={macro.snooze_hours ?? ""}
            onChange={(event) =>
              set({
                snooze_hours:
                  Number(event.target.value) > 0 ? Math.min(8760, Math.round(Number(event.target.value))) : undefined,
              })
            }
          />
        )}
      </Field>
      <Tags label={t("macro.add_tags")} value={macro.add_tags} onChange={(tags) => set({ add_tags: tags })} />
      <Tags label={t("macro.remove_tags")} value={macro.remove_tags} onChange={(tags) => set({ remove_tags: tags })} />
      <Checkbox
        className="self-end pb-2"
        label={t("macro.to_sender")}
        checked={macro.assign_to_sender === true}
        onChange={(on) => set({ assign_to_sender: on || undefined })}
      />
    </fieldset>
  );
}

type TagsProps = { label: string; value: string[] | undefined; onChange: (tags: string[] | undefined) => void };

function Tags({ label, value, onChange }: TagsProps) {
  const { t } = useTranslation("responses");
  const [text, setText] = useState((value ?? []).join(", "));
  const take = (typed: string) => {
    setText(typed);
    const tags = typed
      .split(",")
      .map((tag) => tag.trim().slice(0, 60))
      .filter(Boolean)
      .slice(0, 20);
    onChange(tags.length > 0 ? [...new Set(tags)] : undefined);
  };
  return (
    <Field label={label}>
      {(wiring) => (
        <Input
          {...wiring}
          placeholder={t("macro.tags_placeholder")}
          value={text}
          onChange={(event) => take(event.target.value)}
        />
      )}
    </Field>
  );
}
