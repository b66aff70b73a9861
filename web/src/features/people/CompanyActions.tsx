/** What is done with a company as a whole: merged with another, or deleted after a look at what stays. */
import type { Company } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Merge, MoreHorizontal, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { deleteCompany } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { notify } from "../../ui/toast.tsx";
import { counted } from "./field-text.ts";
import { recordKey } from "./use-act.ts";

const MergeDialog = lazy(() => import("./MergeDialog.tsx").then((m) => ({ default: m.MergeDialog })));

export function CompanyActions({ company, locked }: { company: Company; locked: boolean }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const [dialog, setDialog] = useState<"merge" | "delete" | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      {!locked && (
        <Button onClick={() => setDialog("merge")}>
          <Merge /> {t("merge.with")}
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={t("more")} look="secondary">
            <MoreHorizontal />
          </IconButton>
        }
      >
        <MenuItem icon={<Trash2 />} danger disabled={!can("contacts.delete")} onSelect={() => setDialog("delete")}>
          {t("company.delete")}
        </MenuItem>
      </Menu>
      <Suspense>{dialog === "merge" && <MergeDialog kind="company" source={company.id} onClose={close} />}</Suspense>
      {dialog === "delete" && <Deletion company={company} onClose={close} />}
    </>
  );
}

function Deletion({ company, onClose }: { company: Company; onClose(): void }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const count = company.contact_count ?? 0;
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await deleteCompany(company.id);
      notify({ text: t("company.deleted", { name: company.name }) });
      onClose();
      go("/companies");
      void client.invalidateQueries({ queryKey: ["companies", "list"] });
      void client.invalidateQueries({ queryKey: keys.contacts });
      // Only now: while the page is there, what is taken out of memory is asked for again.
      setTimeout(() => client.removeQueries({ queryKey: recordKey({ kind: "company", id: company.id }) }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("company.delete_title", { name: company.name })}
      action={t("company.delete_now")}
      busy={busy}
      error={error}
      onConfirm={() => void run()}
      onClose={onClose}
    >
      <p>
        {count === 0
          ? t("company.delete_nobody")
          : t("company.delete_contacts", {
              count,
              shown: counted(count),
            })}
      </p>
      <p>{t("company.delete_goes")}</p>
      <p>{t("privacy.no_undo")}</p>
    </Confirm>
  );
}
