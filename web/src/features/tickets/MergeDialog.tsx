/** Merging into another ticket: what comes together and what stays is seen before; it can be undone later. */
import type { Ticket, TicketDetail } from "@omniflow/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { mergeTicket, previewMerge, unmergeTicket } from "../../api/tickets.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { formatList } from "../../i18n/format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { notify } from "../../ui/toast.tsx";
import { PickTicket } from "./PickTicket.tsx";
import { useFieldWords } from "./value-words.ts";

export function MergeDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation("tickets");
  const go = useGo();
  const client = useQueryClient();
  const [into, setInto] = useState<Ticket | null>(null);
  const preview = useQuery({
    queryKey: [...ticketKeys.one(ticket.id), "merge", into?.id],
    queryFn: ({ signal }) => previewMerge(ticket.id, into!.id, signal),
    enabled: into !== null,
  });
  const merge = useMutation({
    mutationFn: () => mergeTicket(ticket.id, into!.id),
    onSuccess: (survivor) => {
      const refresh = () => void client.invalidateQueries({ queryKey: ticketKeys.all });
      notify({
        text: t("merge.done", { number: survivor.number }),
        undo: () => unmergeTicket(ticket.id).then(refresh),
      });
      onClose();
      refresh();
      go(`/tickets/${survivor.id}`);
    },
  });
  const found = preview.data;
  const words = useFieldWords();
  const along = (["conversations", "contacts", "notes", "files"] as const)
    .filter((what) => found && found[what] > 0)
    .map((what) => t(`merge.${what}`, { count: found![what] }));
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t("merge.title", { number: ticket.number })}
      description={t("merge.lead")}
      footer={
        <>
          {into && <Button onClick={() => setInto(null)}>{t("merge.other")}</Button>}
          <Button look="primary" disabled={!found} busy={merge.isPending} onClick={() => merge.mutate()}>
            {t("merge.action")}
          </Button>
        </>
      }
    >
      {!into && <PickTicket except={ticket.id} onPick={setInto} />}
      {preview.isError && <ErrorState compact error={preview.error} />}
      {found && (
        <div className="grid gap-3 text-sm">
          <p>
            {t("merge.summary", { number: found.target.number, title: found.target.title })}{" "}
            {along.length > 0 && t("merge.comes", { what: formatList(along) })}
          </p>
          {found.differences.length > 0 && (
            <Table label={t("merge.differences")}>
              <thead>
                <tr>
                  <Th>{t("merge.field")}</Th>
                  <Th>{t("merge.kept")}</Th>
                  <Th>{t("merge.aside")}</Th>
                </tr>
              </thead>
              <tbody>
                {found.differences.map((one) => (
                  <tr key={one.field}>
                    <Td>{words.name(one.field)}</Td>
                    <Td className="max-w-64 truncate">{words.value(one.field, one.kept)}</Td>
                    <Td className="max-w-64 truncate text-muted">{words.value(one.field, one.put_aside)}</Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )}
        </div>
      )}
      {merge.isError && <ErrorState compact error={merge.error} className="mt-3" />}
    </Dialog>
  );
}
