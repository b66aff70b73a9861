/** What happens to the conversation when a reply with this response is sent. */
import { type Macro, priorities, statuses } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listMembers, listTeams } from "../../api/people.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";

type MacroProps = { macro: Macro; onChange: (macro: Macro) => void };
type Part = { [K in keyof Macro]: Macro[K] | undefined };

export function MacroFields({ macro, onChange }: MacroProps) {
  const { t } = useTranslation(["responses", "common"]);
  const set = (part: Part) =>
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
      <Whom macro={macro} set={set} />
    </fieldset>
  );
}

/** To whom the conversation goes: whoever sends, somebody by name, nobody; and to which team. */
function Whom({ macro, set }: { macro: Macro; set: (part: Part) => void }) {
  const { t } = useTranslation("responses");
  const members = useQuery({ queryKey: keys.members, queryFn: listMembers, staleTime: 60_000 }).data ?? [];
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams, staleTime: 60_000 }).data ?? [];
  const gone = (id: string | null | undefined, list: { id: string }[]) => id && !list.some((one) => one.id === id);
  const choose = (value: string) =>
    set({
      assign_to_sender: value === "sender" || undefined,
      assignee_id: value === "nobody" ? null : value === "" || value === "sender" ? undefined : value,
    });
  const there = members.filter((one) => !one.deactivated);
  return (
    <>
      <Field label={t("macro.assignee")}>
        {(wiring) => (
          <Select
            {...wiring}
            value={
              macro.assign_to_sender ? "sender" : macro.assignee_id === null ? "nobody" : (macro.assignee_id ?? "")
            }
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t("macro.unchanged")}</option>
            <option value="sender">{t("macro.sender")}</option>
            <option value="nobody">{t("macro.nobody")}</option>
            {gone(macro.assignee_id, there) && <option value={macro.assignee_id!}>{t("macro.gone")}</option>}
            {there.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("editor.team")}>
        {(wiring) => (
          <Select
            {...wiring}
            value={macro.team_id === null ? "nobody" : (macro.team_id ?? "")}
            onChange={({ target: { value } }) => set({ team_id: value === "nobody" ? null : value || undefined })}
          >
            <option value="">{t("macro.unchanged")}</option>
            <option value="nobody">{t("macro.no_team")}</option>
            {gone(macro.team_id, teams) && <option value={macro.team_id!}>{t("macro.gone")}</option>}
            {teams.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
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
