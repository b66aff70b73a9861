/** Changing a company in place: shown at once, put back when refused, undone from the toast. */
import type { Company, CompanyChange } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeCompany } from "../../api/records.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { recordKey } from "./use-act.ts";

export const companyKey = (id: string) => recordKey({ kind: "company", id });

export function useChangeCompany() {
  const client = useQueryClient();
  const { t } = useTranslation("people");
  return async function change(company: Company, what: CompanyChange, undoable = true): Promise<void> {
    const key = companyKey(company.id);
    client.setQueryData<Company>(key, (now) => now && ({ ...now, ...what } as Company));
    try {
      const saved = await changeCompany(company.id, { ...what, version: company.version });
      client.setQueryData(key, saved);
      void client.invalidateQueries({ queryKey: ["companies", "list"] });
      const before = Object.fromEntries(
        (Object.keys(what) as (keyof Company)[]).map((field) => [field, company[field]]),
      ) as CompanyChange;
      if (undoable) notify({ text: t("saved"), undo: () => change(saved, before, false) });
    } catch (error) {
      client.setQueryData(key, company);
      void client.invalidateQueries({ queryKey: key });
      notify({ tone: "error", text: t("not_saved", { reason: errorText(error) }) });
    }
  };
}
