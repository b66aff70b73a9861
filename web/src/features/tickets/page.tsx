/** Tickets: views on the left, then a table or a board, or one ticket on a page of its own. */
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { SkeletonRows } from "../../ui/states.tsx";
import { BulkProgress } from "./BulkProgress.tsx";
import { TicketsOverview } from "./Overview.tsx";

const TicketPage = lazy(() => import("./TicketPage.tsx").then((module) => ({ default: module.TicketPage })));

export function TicketsPage() {
  const { t } = useTranslation("tickets");
  const { ticketId } = useParams({ strict: false }) as { ticketId?: string };
  return (
    <>
      <h1 className="sr-only">{t("title")}</h1>
      {ticketId ? (
        <Suspense fallback={<SkeletonRows rows={6} className="p-6" />}>
          <TicketPage key={ticketId} id={ticketId} />
        </Suspense>
      ) : (
        <TicketsOverview />
      )}
      <BulkProgress />
    </>
  );
}
