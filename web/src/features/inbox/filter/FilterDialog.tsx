/** Narrows the list down without saving a view: the filter goes into the address, to be shared like any other. */
import type { Filter, ViewSort } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/input.tsx";
import { FilterBuilder } from "../../filters/FilterBuilder.tsx";
import { finished } from "../../filters/filter-tree.ts";
import { useInbox } from "../context.ts";
import { useSavedViews } from "../queries/lookups.ts";
import { Preview, sorts } from "../views/ViewDialog.tsx";
import { filterKey } from "../views/view.ts";
import { filtering } from "./filtering.ts";
import { filterOf } from "./start.ts";

export function FilterDialog() {
  const { t } = useTranslation(["handling", "triage"]);
  const inbox = useInbox();
  const saved = useSavedViews();
  const [filter, setFilter] = useState<Filter>(() => filterOf(inbox.view, saved));
  const [sort, setSort] = useState<ViewSort>(
    inbox.view.kind === "saved" ? (saved.find((one) => one.id === inbox.view.key)?.sort ?? "newest") : inbox.sort,
  );
  const close = () => filtering.set(false);
  const show = () => {
    close();
    inbox.showView(filterKey(finished(filter)), sort);
  };
  return (
    <Dialog
      open
      size="lg"
      onClose={close}
      title={t("filter.title")}
      footer={
        <>
          <Preview filter={filter} />
          <Button onClick={close}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" onClick={show}>
            {t("filter.show")}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <FilterBuilder filter={filter} onChange={setFilter} />
        <Field label={t("filter.order")} className="max-w-64">
          {(wiring) => (
            <Select {...wiring} value={sort} onChange={(event) => setSort(event.target.value as ViewSort)}>
              {sorts.map((one) => (
                <option key={one} value={one}>
                  {t(`triage:sort.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <button type="submit" className="hidden" />
      </form>
    </Dialog>
  );
}
