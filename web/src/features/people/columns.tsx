/** The columns of both tables: what stands in each, how wide it is, and by what it can be sorted. */
import type { Company, Contact, CustomField, Member } from "@omniflow/contract";
import { Ban } from "lucide-react";
import type { ReactNode } from "react";
import type { RecordKind } from "../../api/records.ts";
import { formatDate } from "../../i18n/format.ts";
import { languageName } from "../../lib/languages.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { counted, showValue } from "./field-text.ts";
import type { Row } from "./use-records.ts";

export type Column = {
  key: string;
  /** In pixels; the first takes what is left. */
  width: number;
  /** What clicking its head sorts by, and again. */
  sorts?: readonly [string, string];
  cell(row: Row): ReactNode;
};
type Names = { member(id: string): Member | undefined; unnamed: string; channel(channel: string): string };

const asContact = (row: Row) => row as Contact;
const asCompany = (row: Row) => row as Company;
const text = (value: string | null | undefined) =>
  value ? <bdi className="block truncate text-muted">{value}</bdi> : null;
const tier: Column = { key: "tier", width: 110, cell: ({ tier: name }) => name && <Badge>{name}</Badge> };
const created: Column = {
  key: "created_at",
  width: 120,
  sorts: ["oldest", "newest"],
  cell: (row) => <span className="text-muted tabular-nums">{formatDate(row.created_at)}</span>,
};

const several = (values: readonly string[]) =>
  values.length ? text(values[0]! + (values.length > 1 ? ` +${values.length - 1}` : "")) : null;

export function columnsOf(kind: RecordKind, fields: readonly CustomField[], names: Names): Column[] {
  const name: Column = {
    key: "name",
    width: 240,
    sorts: ["name", "-name"],
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <Avatar size="sm" name={row.name || "?"} id={row.id} />
        <bdi className="truncate font-medium text-ink">{row.name || names.unnamed}</bdi>
        {"blocked" in row && row.blocked && <Ban aria-hidden className="size-3.5 shrink-0 text-danger-ink" />}
      </span>
    ),
  };
  const custom = fields.map(
    (field): Column => ({
      key: `custom.${field.key}`,
      width: 140,
      cell: (row) => text(showValue(field, row.custom_fields[field.key])),
    }),
  );
  return kind === "contact" ? [name, ...contactColumns(names), ...custom] : [name, ...companyColumns(names), ...custom];
}

/** The channels some address of theirs has opted out of; of all of them before any. */
function refused({ identities }: Contact): string[] {
  const channels = new Set(identities.flatMap((identity) => identity.opted_out ?? []));
  return channels.has("*") ? ["all"] : [...channels].sort();
}

const contactColumns = ({ channel }: Names): Column[] => [
  { key: "email", width: 220, cell: (row) => several(asContact(row).emails) },
  { key: "phone", width: 150, cell: (row) => several(asContact(row).phones) },
  { key: "company", width: 170, cell: (row) => text(asContact(row).company?.name) },
  tier,
  {
    key: "language",
    width: 110,
    cell: (row) => {
      const { language } = asContact(row);
      return text(language && languageName(language));
    },
  },
  { key: "time_zone", width: 140, cell: (row) => text(asContact(row).time_zone) },
  { key: "consent", width: 150, cell: (row) => text(refused(asContact(row)).map(channel).join(", ")) },
  {
    key: "last_seen",
    width: 110,
    cell: (row) => {
      const at = asContact(row).last_seen_at;
      return at && <RelativeTime at={at} className="text-muted" />;
    },
  },
  created,
];

const companyColumns = ({ member }: Names): Column[] => [
  { key: "domains", width: 220, cell: (row) => several(asCompany(row).domains) },
  tier,
  { key: "owner", width: 150, cell: (row) => text(member(asCompany(row).owner_id ?? "")?.name) },
  {
    key: "contact_count",
    width: 100,
    cell: (row) => <span className="text-muted tabular-nums">{counted(asCompany(row).contact_count)}</span>,
  },
  created,
];

export const defaultColumns: Record<RecordKind, string[]> = {
  contact: ["name", "email", "company", "tier", "last_seen", "created_at"],
  company: ["name", "domains", "tier", "owner", "contact_count", "created_at"],
};
