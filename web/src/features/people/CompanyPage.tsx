/** One company: its domains, tier, owner and fields, who belongs to it, what they wrote, and its figures. */
import type { Company, CompanyChange, Contact } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Building2, ChevronLeft, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { changeCompany, getCompany, listRecords } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { InlineEdit } from "../contacts/InlineEdit.tsx";
import { useMembers } from "../inbox/queries/lookups.ts";
import { CompanyActions } from "./CompanyActions.tsx";
import { CompanyConversations } from "./CompanyConversations.tsx";
import { CompanyFigures } from "./CompanyFigures.tsx";
import { CustomFields } from "./CustomFields.tsx";
import { MergedAway, Merges } from "./Merges.tsx";
import { TicketList } from "./TicketList.tsx";
import { Timeline } from "./timeline/Timeline.tsx";
import { recordKey } from "./use-act.ts";

const companyKey = (id: string) => recordKey({ kind: "company", id });

export function CompanyPage({ id }: { id: string }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const query = useQuery({ queryKey: companyKey(id), queryFn: ({ signal }) => getCompany(id, signal) });
  const gone = query.error instanceof ApiError && [400, 403, 404].includes(query.error.status);
  return (
    <section aria-label={t("company.one")} className="h-full overflow-y-auto bg-surface">
      <div className="mx-auto max-w-5xl px-6 py-5 max-md:px-4">
        <Button look="ghost" size="sm" className="-ms-2 mb-2" onClick={() => go("/companies")}>
          <ChevronLeft className="rtl:rotate-180" /> {t("company.title")}
        </Button>
        {query.isPending && <SkeletonRows rows={4} />}
        {query.isError && !query.data && !gone && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {gone && <EmptyState icon={<Building2 />} title={t("company.gone")} />}
        {query.data && <Content company={query.data} />}
      </div>
    </section>
  );
}

function Content({ company }: { company: Company }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const of = { kind: "company", id: company.id } as const;
  const away = company.merged_into !== null;
  const locked = away || !can("contacts.update");
  const change = useChangeCompany();
  return (
    <>
      <header className="flex flex-wrap items-center gap-4 pb-5">
        <span className="grid size-12 shrink-0 place-items-center rounded-lg bg-sunken text-muted">
          <Building2 aria-hidden className="size-6" />
        </span>
        <div className="min-w-48 flex-1">
          <h1 className="sr-only">{company.name}</h1>
          <InlineEdit
            value={company.name}
            label={t("column.name")}
            placeholder={t("unnamed")}
            disabled={locked}
            className="text-lg font-semibold"
            onSave={(name) => name && void change(company, { name })}
          />
        </div>
        <CompanyActions company={company} locked={locked} />
      </header>
      {away && <MergedAway of={of} locked={!can("contacts.update")} />}
      <div className="grid gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="grid content-start gap-5">
          <Block title={t("section.details")}>
            <Details company={company} locked={locked} onChange={(what) => void change(company, what)} />
          </Block>
          {can("tickets.view") && (
            <Block title={t("section.tickets")}>
              <TicketList of={{ company_id: company.id }} most={5} />
            </Block>
          )}
          {!away && <Merges of={of} locked={locked} />}
        </div>
        <div className="grid content-start gap-5">
          <Block title={t("figures.title")}>
            <CompanyFigures id={company.id} />
          </Block>
          <Block title={t("contact.title")}>
            <People id={company.id} />
          </Block>
          <Block title={t("figures.total")}>
            <CompanyConversations id={company.id} />
          </Block>
          <Block title={t("section.timeline")}>
            <Timeline of={of} locked={locked} />
          </Block>
        </div>
      </div>
    </>
  );
}

export function Block({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line p-4">
      <div className="flex items-center justify-between pb-2">
        <h2 className="text-sm font-semibold text-ink">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

type DetailsProps = { company: Company; locked: boolean; onChange(change: CompanyChange): void };

function Details({ company, locked, onChange }: DetailsProps) {
  const { t } = useTranslation("people");
  const members = useMembers();
  return (
    <dl className="grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5">
      <dt className="self-start pt-1.5 text-xs text-faint">{t("column.domains")}</dt>
      <dd>
        <Domains company={company} locked={locked} onChange={onChange} />
      </dd>
      <dt className="text-xs text-faint">{t("column.tier")}</dt>
      <dd>
        <InlineEdit
          value={company.tier ?? ""}
          label={t("column.tier")}
          placeholder={t("add")}
          disabled={locked}
          onSave={(tier) => onChange({ tier: tier || null })}
        />
      </dd>
      <dt className="text-xs text-faint">{t("column.owner")}</dt>
      <dd>
        <Select
          aria-label={t("column.owner")}
          disabled={locked}
          value={company.owner_id ?? ""}
          onChange={(event) => onChange({ owner_id: event.target.value || null })}
        >
          <option value="">{t("nobody")}</option>
          {members
            .filter((member) => !member.deactivated || member.id === company.owner_id)
            .map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
        </Select>
      </dd>
      <CustomFields
        record="company"
        values={company.custom_fields}
        locked={locked}
        onChange={(custom_fields) => onChange({ custom_fields })}
      />
    </dl>
  );
}

function Domains({ company, locked, onChange }: DetailsProps) {
  const { t } = useTranslation("people");
  const [text, setText] = useState("");
  return (
    <ul className="grid gap-0.5">
      {company.domains.map((domain) => (
        <li key={domain} className="group flex min-h-7 items-center gap-1 text-sm text-ink">
          <bdi className="truncate">{domain}</bdi>
          {!locked && (
            <IconButton
              size="sm"
              label={t("company.remove_domain", { domain })}
              className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-md:opacity-100"
              onClick={() => onChange({ domains: company.domains.filter((one) => one !== domain) })}
            >
              <X />
            </IconButton>
          )}
        </li>
      ))}
      {!locked && (
        <li>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!text.trim()) return;
              onChange({ domains: [...company.domains, text.trim()] });
              setText("");
            }}
          >
            <Input
              aria-label={t("company.add_domain")}
              placeholder={t("company.add_domain")}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </form>
        </li>
      )}
    </ul>
  );
}

function People({ id }: { id: string }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const query = useQuery({
    queryKey: ["contacts", "list", "company", id],
    queryFn: ({ signal }) => listRecords<Contact>("contact", { company_id: id, sort: "newest" }, null, signal),
  });
  if (query.isPending) return <SkeletonRows rows={3} />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data.items.length) return <p className="text-sm text-muted">{t("company.nobody")}</p>;
  return (
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
  );
}

/** At once on screen, put back when refused, undone from the toast. */
function useChangeCompany() {
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
