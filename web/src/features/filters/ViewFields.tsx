/** The fields of a saved view besides its filter, the same for conversations and tickets; and how many the filter finds. */
import type { Filter } from "@omniflow/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { ErrorState, errorText } from "../../ui/states.tsx";
import { ScopeFields } from "../inbox/views/ScopeFields.tsx";
import { ColumnFields } from "./ColumnFields.tsx";
import { countUnfinished, finished } from "./filter-tree.ts";
import type { useViewDraft } from "./view-draft.ts";

type Draft<Sort, Column> = ReturnType<typeof useViewDraft<Sort, Column>>;

type FormProps<Sort, Column> = {
  draft: Draft<Sort, Column>;
  /** Whether it has a name yet: a filter that is only applied has none. */
  named: boolean;
  onSubmit: () => void;
  children: ReactNode;
};

export function ViewForm<Sort, Column>({ draft, named, onSubmit, children }: FormProps<Sort, Column>) {
  const { t } = useTranslation("triage");
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {named && (
        <Field label={t("views.name")} error={draft.nameError} required>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              maxLength={100}
              placeholder={t("views.name_placeholder")}
              value={draft.view.name}
              onChange={(event) => draft.change({ name: event.target.value })}
            />
          )}
        </Field>
      )}
      {children}
      {draft.error !== null && <ErrorState compact error={draft.error} kept={t("error.kept", { ns: "common" })} />}
      <button type="submit" className="hidden" />
    </form>
  );
}

type FieldsProps<Sort extends string, Column extends string> = {
  draft: Draft<Sort, Column>;
  sorts: readonly Sort[];
  nameOfSort: (sort: Sort) => string;
  columns: readonly Column[];
  nameOfColumn: (column: Column) => string;
};

export function ViewFields<Sort extends string, Column extends string>(props: FieldsProps<Sort, Column>) {
  const { view, change, teamError } = props.draft;
  const { t } = useTranslation("triage");
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("views.sort")}>
          {(wiring) => (
            <Select {...wiring} value={view.sort} onChange={(event) => change({ sort: event.target.value as Sort })}>
              {props.sorts.map((one) => (
                <option key={one} value={one}>
                  {props.nameOfSort(one)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ScopeFields
          scope={view.scope}
          setScope={(scope) => change({ scope })}
          teamId={view.teamId}
          setTeamId={(teamId) => change({ teamId })}
          teamError={teamError}
        />
      </div>
      <ColumnFields
        title={t("views.columns")}
        help={t("views.columns_help")}
        order={props.columns}
        columns={view.columns}
        nameOf={props.nameOfColumn}
        onChange={(columns) => change({ columns })}
      />
    </>
  );
}

type CountProps = {
  filter: Filter;
  queryKey: readonly unknown[];
  /** A page of what a filter in its written form finds. */
  find: (filter: string, signal: AbortSignal) => Promise<{ items: unknown[]; nextCursor: string | null }>;
  say: (count: number, more: boolean) => string;
};

/** How many fit, as far as one page reaches, a moment after the last change. */
export function FilterCount({ filter, queryKey, find, say }: CountProps) {
  const { t } = useTranslation("triage");
  const wanted = JSON.stringify(finished(filter));
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), 250);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery({
    queryKey: [...queryKey, "preview", asked],
    queryFn: ({ signal }) => find(asked, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const unfinished = countUnfinished(filter);
  return (
    <div role="status" className="me-auto min-w-0 self-center text-xs text-muted">
      <p className="tabular">
        {query.isError
          ? errorText(query.error)
          : query.data
            ? say(query.data.items.length, query.data.nextCursor !== null)
            : t("views.preview_waiting")}
      </p>
      {unfinished > 0 && <p>{t("views.incomplete", { count: unfinished })}</p>}
    </div>
  );
}
