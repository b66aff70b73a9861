/** What stands under /contacts and /companies: the lists, one person, one company, duplicates and imports. Each is its own chunk. */
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { SkeletonRows } from "../../ui/states.tsx";
import { ListPage } from "../people/ListPage.tsx";

const PersonPage = lazy(() => import("../people/PersonPage.tsx").then((m) => ({ default: m.PersonPage })));
const CompanyPage = lazy(() => import("../people/CompanyPage.tsx").then((m) => ({ default: m.CompanyPage })));
const DuplicatesPage = lazy(() => import("../people/DuplicatesPage.tsx").then((m) => ({ default: m.DuplicatesPage })));
const ImportsPage = lazy(() => import("../imports/ImportsPage.tsx").then((m) => ({ default: m.ImportsPage })));

const waiting = <SkeletonRows rows={8} className="px-6 py-6" />;

export function ContactsPage() {
  const { contactId, part } = useParams({ strict: false }) as { contactId?: string; part?: string };
  if (!contactId) return <ListPage key="contact" kind="contact" />;
  return (
    <Suspense fallback={waiting}>
      {contactId === "duplicates" ? (
        <DuplicatesPage />
      ) : contactId === "import" ? (
        <ImportsPage id={part ?? null} />
      ) : (
        <PersonPage key={contactId} id={contactId} />
      )}
    </Suspense>
  );
}

export function CompaniesPage() {
  const { companyId } = useParams({ strict: false }) as { companyId?: string };
  if (!companyId) return <ListPage key="company" kind="company" />;
  return (
    <Suspense fallback={waiting}>
      <CompanyPage key={companyId} id={companyId} />
    </Suspense>
  );
}
