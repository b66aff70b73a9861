/** Rows that were not taken, or stayed at the undo, each with why. The list is capped; the file has them all. */
import type { Import } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { listImportRows } from "../../api/imports.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useSaid } from "../../said/index.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";

type Props = { one: Import; outcome: "failed" | "kept"; action?: ReactNode };

export function RowList({ one, outcome, action }: Props) {
  const { t } = useTranslation("imports");
  const go = useGo();
  const said = useSaid();
  const query = useQuery({
    queryKey: ["imports", "one", one.id, "rows", outcome, one.counts[outcome]],
    queryFn: ({ signal }) => listImportRows(one.id, outcome, signal),
  });
  const rows = query.data?.items ?? [];
  return (
    <section aria-label={t(`count.${outcome}`)} className="grid gap-2">
      <div className="flex items-center justify-between gap-4">
        <h2 className="text-sm font-semibold text-ink">{t(`count.${outcome}`)}</h2>
        {action}
      </div>
      {query.isPending && <SkeletonRows rows={3} />}
      {query.isError && <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <Table label={t(`count.${outcome}`)}>
          <thead>
            <tr>
              <Th className="w-20 text-end">{t("row")}</Th>
              <Th>{t("why")}</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row}>
                <Td className="text-end text-muted tabular-nums">{row.row}</Td>
                <Td className="whitespace-normal">
                  {row.reasons.map(said).join(" ")}{" "}
                  {row.contact_id && outcome === "kept" && (
                    <Button look="link" size="sm" onClick={() => go(`/contacts/${row.contact_id}`)}>
                      {t("open_contact")}
                    </Button>
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {one.counts[outcome] > rows.length && rows.length > 0 && (
        <p className="text-xs text-muted">{t("more_rows", { count: one.counts[outcome] - rows.length })}</p>
      )}
    </section>
  );
}
