/** One company: its domains, tier, owner and fields, who belongs to it, what they wrote, and its figures. */
import type { Company, Contact } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { getCompany, listRecords } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { InlineEdit } from "../contacts/InlineEdit.tsx";
import { Block } from "./Block.tsx";
import { CompanyActions } from "./CompanyActions.tsx";
import { CompanyConversations } from "./CompanyConversations.tsx";
import { CompanyDetails } from "./CompanyDetails.tsx";
import { CompanyFigures } from "./CompanyFigures.tsx";
import { companyKey, useChangeCompany } from "./change-company.ts";
import { counted } from "./field-text.ts";
import { Merges } from "./Merges.tsx";
import { RecordBody, RecordPage } from "./RecordPage.tsx";
import { TicketList } from "./TicketList.tsx";
import { Timeline } from "./timeline/Timeline.tsx";

export function CompanyPage({ id }: { id: string }) {
  const { t } = useTranslation("people");
  const query = useQuery({ queryKey: companyKey(id), queryFn: ({ signal }) => getCompany(id, signal) });
  return (
    <RecordPage kind="company" query={query} gone={<EmptyState icon={<Building2 />} title={t("company.gone")} />}>
      {(company) => <Content company={company} />}
    </RecordPage>
  );
}

function Content({ company }: { company: Company }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const of = { kind: "company", id: company.id } as const;
  const away = company.merged_into !== null;
  const locked = away || !can("contacts.update");
  const change = useChangeCompany();
  const side = (
    <>
      <Block title={t("section.details")}>
        <CompanyDetails company={company} locked={locked} onChange={(what) => void change(company, what)} />
      </Block>
      {can("tickets.view") && (
        <Block title={t("section.tickets")}>
          <TicketList of={{ company_id: company.id }} most={5} />
        </Block>
      )}
      {!away && <Merges of={of} locked={locked} />}
    </>
  );
  return (
    <RecordBody
      kind="company"
      record={company}
      mark={
        <span className="grid size-12 shrink-0 place-items-center rounded-lg bg-sunken text-muted">
          <Building2 aria-hidden className="size-6" />
        </span>
      }
      title={
        <InlineEdit
          value={company.name}
          label={t("column.name")}
          placeholder={t("unnamed")}
          disabled={locked}
          className="line-clamp-3 text-lg font-semibold whitespace-normal [overflow-wrap:anywhere]"
          onSave={(name) => name && void change(company, { name })}
        />
      }
      actions={<CompanyActions company={company} locked={locked} />}
      side={side}
    >
      <Block title={t("figures.title")}>
        <CompanyFigures id={company.id} />
      </Block>
      <Block title={t("contact.title")}>
        <People company={company} />
      </Block>
      <Block title={t("figures.total")}>
        <CompanyConversations id={company.id} />
      </Block>
      <Block title={t("section.timeline")}>
        <Timeline of={of} locked={locked} />
      </Block>
    </RecordBody>
  );
}

function People({ company }: { company: Company }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const query = useQuery({
    queryKey: ["contacts", "list", "company", company.id],
    queryFn: ({ signal }) => listRecords<Contact>("contact", { company_id: company.id, sort: "newest" }, null, signal),
  });
  if (query.isPending) return <SkeletonRows rows={3} />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data.items.length) return <p className="text-sm text-muted">{t("company.nobody")}</p>;
  return (
    <>
      <ul className="-mx-2 max-h-96 overflow-y-auto">
        {query.data.items.map((contact) => (
          <li key={contact.id}>
            <button
              type="button"
              onClick={() => go(`/contacts/${contact.id}`)}
              className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-start hover:bg-hover"
            >
              <Avatar size="sm" name={contact.name || "?"} id={contact.id} />
              <bdi className="min-w-0 flex-1 truncate text-sm text-ink">{contact.name || t("unnamed")}</bdi>
              <bdi className="truncate text-xs text-faint">{contact.emails[0] ?? contact.phones[0]}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {query.data.nextCursor && (
        <Button
          size="sm"
          className="mt-3"
          onClick={() => go(`/contacts?filter=${encodeURIComponent(JSON.stringify(inCompany(company.id)))}`)}
        >
          {t("company.all_contacts", { shown: counted(company.contact_count ?? 0) })}
        </Button>
      )}
    </>
  );
}

const inCompany = (id: string) => ({ op: "and", nodes: [{ field: "company", op: "in", value: [id] }] });
