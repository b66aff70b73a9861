/** One company, found by part of its name or domain, or none; made on the spot when it is missing. */
import type { Company } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Building2, Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createCompany, getCompany, listRecords } from "../../api/records.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Popover } from "../../ui/popover.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";

type Props = { value: string | null; label: string; disabled?: boolean; onChange(id: string | null): void };

export function CompanyPicker({ value, label, disabled, onChange }: Props) {
  const { t } = useTranslation("people");
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const known = useQuery({
    queryKey: ["companies", "one", value],
    queryFn: ({ signal }) => getCompany(value!, signal),
    enabled: value !== null,
  });
  const found = useQuery({
    queryKey: ["companies", "list", "choice", text],
    queryFn: ({ signal }) => listRecords<Company>("company", text ? { q: text } : {}, null, signal),
    enabled: open,
  });
  const choose = (id: string | null) => {
    onChange(id);
    setOpen(false);
  };
  const make = () =>
    createCompany({ name: text.trim() }).then(
      (company) => choose(company.id),
      (error) => notify({ tone: "error", text: errorText(error) }),
    );
  const items = found.data?.items.slice(0, 12) ?? [];
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          disabled={disabled}
          aria-label={`${label}: ${known.data?.name ?? t("none")}`}
          className="-mx-1.5 flex min-h-7 max-w-full max-md:min-h-10 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-start text-sm hover:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-faint"
        >
          <Building2 aria-hidden />
          <bdi className={value ? "truncate text-ink" : "text-faint"}>
            {value ? (known.data?.name ?? "…") : t("none")}
          </bdi>
        </button>
      }
    >
      <div className="grid w-64 gap-1 p-1">
        <Input
          autoFocus
          aria-label={t("company.find")}
          placeholder={t("company.find")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="max-h-60 overflow-y-auto">
          {value && (
            <li>
              <Button look="ghost" size="sm" className="w-full justify-start" onClick={() => choose(null)}>
                <X /> {t("company.take_out")}
              </Button>
            </li>
          )}
          {items.map((company) => (
            <li key={company.id}>
              <button
                type="button"
                onClick={() => choose(company.id)}
                className="flex w-full items-baseline gap-2 rounded-md px-2 py-1 text-start text-sm hover:bg-hover"
              >
                <bdi className="truncate text-ink">{company.name}</bdi>
                <span className="truncate text-xs text-faint">{company.domains[0]}</span>
              </button>
            </li>
          ))}
          {text.trim() && !items.some((one) => one.name.toLowerCase() === text.trim().toLowerCase()) && (
            <li>
              <Button look="ghost" size="sm" className="w-full justify-start" onClick={() => void make()}>
                <Plus /> <bdi className="truncate">{t("company.make", { name: text.trim() })}</bdi>
              </Button>
            </li>
          )}
        </ul>
      </div>
    </Popover>
  );
}
