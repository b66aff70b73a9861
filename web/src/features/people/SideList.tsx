/** Beside the lists: everybody, companies, segments, and the two places where contacts are tidied: duplicates and imports. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Building2, Copy, FileUp, Filter, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { listDuplicates, type RecordKind } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { useGo, useSlug } from "../../frame/workspace-link.ts";
import { Select } from "../../ui/input.tsx";
import { useSegments } from "./use-records.ts";

type Props = { kind: RecordKind | null; current: string | null; place?: "duplicates" | "import"; compact?: boolean };

export function SideList({ kind, current, place, compact }: Props) {
  const { t } = useTranslation("people");
  const segments = useSegments();
  const can = useCan();
  const duplicates = useQuery({
    queryKey: ["duplicates", "first"],
    queryFn: ({ signal }) => listDuplicates(null, signal),
    staleTime: 60_000,
    retry: false,
    enabled: !compact,
  });
  const waiting = duplicates.data?.items.length ?? 0;
  if (compact) return <CompactList value={place ?? current ?? kind ?? "contact"} />;
  const of = (record: RecordKind) => segments.filter((segment) => segment.record === record);
  return (
    <nav
      aria-label={t("side.label")}
      className="h-full w-56 shrink-0 overflow-y-auto border-e border-line bg-canvas px-2 py-3"
    >
      <Place to="/contacts" icon={<Users />} label={t("contact.title")} on={kind === "contact" && !current} />
      <Segments list={of("contact")} base="/contacts" current={current} />
      <Place
        to="/companies"
        icon={<Building2 />}
        label={t("company.title")}
        on={kind === "company" && !current}
        className="mt-3"
      />
      <Segments list={of("company")} base="/companies" current={current} />
      <p className="mt-4 px-2 pb-1 text-xs font-medium text-faint">{t("side.tidy")}</p>
      <Place
        to="/contacts/duplicates"
        icon={<Copy />}
        label={t("duplicates.title")}
        on={place === "duplicates"}
        aside={waiting ? `${waiting}${duplicates.data?.nextCursor ? "+" : ""}` : ""}
      />
      {can("contacts.import") && (
        <Place to="/contacts/import" icon={<FileUp />} label={t("side.imports")} on={place === "import"} />
      )}
    </nav>
  );
}

type PlaceProps = {
  to: string;
  icon: ReactNode;
  label: string;
  on: boolean;
  search?: { segment: string };
  aside?: string;
  className?: string;
};

function Place({ to, icon, label, on, search, aside, className = "" }: PlaceProps) {
  const slug = useSlug();
  return (
    <Link
      to={`/w/${slug}${to}` as string}
      search={(search ?? {}) as never}
      aria-current={on ? "page" : undefined}
      activeProps={{ "aria-current": undefined }}
      className={`flex h-8 items-center gap-2.5 rounded-md px-2 text-sm hover:bg-line/50 hover:text-ink [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:stroke-[1.75] ${on ? "bg-line font-medium text-ink" : "text-muted"} ${className}`}
    >
      {icon}
      <bdi className="min-w-0 flex-1 truncate">{label}</bdi>
      {aside && <span className="text-xs text-faint tabular-nums">{aside}</span>}
    </Link>
  );
}

type SegmentsProps = { list: { id: string; name: string }[]; base: string; current: string | null };

const Segments = ({ list, base, current }: SegmentsProps) =>
  list.map((segment) => (
    <Place
      key={segment.id}
      to={base}
      search={{ segment: segment.id }}
      icon={<Filter className="ms-3" />}
      label={segment.name}
      on={segment.id === current}
    />
  ));

/** On a narrow screen: the same places in one select. */
function CompactList({ value }: { value: string }) {
  const { t } = useTranslation("people");
  const segments = useSegments();
  const can = useCan();
  const go = useGo();
  const open = (to: string) => {
    const segment = segments.find((one) => one.id === to);
    const base = (segment?.record ?? to) === "company" ? "/companies" : "/contacts";
    go(to === "duplicates" || to === "import" ? `/contacts/${to}` : segment ? `${base}?segment=${to}` : base);
  };
  return (
    <Select aria-label={t("side.label")} value={value} onChange={(event) => open(event.target.value)}>
      <option value="contact">{t("contact.title")}</option>
      <option value="company">{t("company.title")}</option>
      {segments.map((segment) => (
        <option key={segment.id} value={segment.id}>
          {segment.name}
        </option>
      ))}
      <option value="duplicates">{t("duplicates.title")}</option>
      {can("contacts.import") && <option value="import">{t("side.imports")}</option>}
    </Select>
  );
}
