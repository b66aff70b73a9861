/** A saved view while it is made or changed, of conversations as of tickets: its fields, what is missing, and saving it. */
import type { Filter, View } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { finished } from "./filter-tree.ts";

export type ViewDraft<Sort, Column> = {
  name: string;
  filter: Filter;
  sort: Sort;
  columns: Column[];
  scope: View["scope"];
  teamId: string;
};

/** What the API takes of it. */
export type ViewBody<Sort, Column> = Omit<ViewDraft<Sort, Column>, "teamId"> & { team_id: string | null };

/** @param save throws what went wrong; what was entered stays then. @param shared false: who sees it is not asked */
export function useViewDraft<Sort, Column>(
  start: () => ViewDraft<Sort, Column>,
  save: (body: ViewBody<Sort, Column>) => Promise<void>,
  shared = true,
) {
  const { t } = useTranslation("triage");
  const [view, setView] = useState(start);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const nameError = view.name.trim() ? null : t("views.name_missing");
  const teamError = shared && view.scope === "team" && !view.teamId ? t("views.team_missing") : null;
  const submit = async () => {
    setTried(true);
    if (nameError || teamError) return;
    setBusy(true);
    setError(null);
    const { teamId, ...rest } = view;
    const team_id = view.scope === "team" ? teamId : null;
    try {
      await save({ ...rest, name: view.name.trim(), filter: finished(view.filter), team_id });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return {
    view,
    change: (part: Partial<ViewDraft<Sort, Column>>) => setView((now) => ({ ...now, ...part })),
    nameError: tried ? nameError : null,
    teamError: tried ? teamError : null,
    busy,
    error,
    submit,
  };
}
