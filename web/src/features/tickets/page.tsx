/** Tickets: views on the left, then a table or a board, or one ticket on a page of its own. */
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { SkeletonRows } from "../../ui/states.tsx";
import { TicketsOverview } from "./Overview.tsx";

const TicketPage = lazy(() => import("./TicketPage.tsx").then((module) => ({ default: module.TicketPage })));

export type Chosen = { view: string; q: string };

export function TicketsPage() {
  const { t } = useTranslation("tickets");
  const { ticketId } = useParams({ strict: false }) as { ticketId?: string };
  // Kept while a ticket is open, so that the way back leads to the same list.
  const [chosen, setChosen] = useState<Chosen>({ view: "active", q: "" });
  return (
    <>
      <h1 className="sr-only">{t("title")}</h1>
      {ticketId ? (
        <Suspense fallback={<SkeletonRows rows={6} className="p-6" />}>
          <TicketPage key={ticketId} id={ticketId} />
        </Suspense>
      ) : (
        <TicketsOverview chosen={chosen} onChoose={setChosen} />
      )}
    </>
  );
}
