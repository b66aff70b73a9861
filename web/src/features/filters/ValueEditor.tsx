/** Asks for the value of a condition in the way its field deserves. */
import type { FilterCondition, FilterValueKind } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { Input, Select } from "../../ui/input.tsx";
import { type Choice, editorOf } from "./fields.ts";
import { readSpan } from "./filter-tree.ts";
import { ListChoice } from "./ListChoice.tsx";
import { RecordChoice } from "./RecordChoice.tsx";

type Props = {
  condition: FilterCondition;
  /** Instead of those the field's name leads to. */
  choices?: readonly Choice[] | undefined;
  /** Of a custom field that has a definition. */
  custom?: FilterValueKind | undefined;
  onChange: (value: FilterCondition["value"]) => void;
};

export function ValueEditor({ condition, choices, custom, onChange }: Props) {
  const { t } = useTranslation("triage");
  const { field, op, value } = condition;
  const label = t("filter.value_label");
  const text = value === undefined ? "" : String(value);
  switch (editorOf(field, op, custom)) {
    case "none":
      return null;
    case "flag":
      return (
        <Select aria-label={label} value={String(value)} onChange={(event) => onChange(event.target.value === "true")}>
          <option value="true">{t("filter.yes")}</option>
          <option value="false">{t("filter.no")}</option>
        </Select>
      );
    case "number":
      return (
        <Input
          type="number"
          aria-label={label}
          className="w-28"
          value={text}
          onChange={(event) => onChange(event.target.value === "" ? "" : Number(event.target.value))}
        />
      );
    case "date":
      return (
        <Input
          type="date"
          aria-label={label}
          className="w-40"
          value={text.slice(0, 10)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "span":
      return <SpanEditor value={text} onChange={onChange} />;
    case "text":
      return (
        <Input
          aria-label={label}
          className="w-48"
          maxLength={500}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "list": {
      const chosen = (Array.isArray(value) ? value : []).map(String);
      return field === "contact" || field === "company" ? (
        <RecordChoice kind={field} chosen={chosen} onChange={onChange} />
      ) : (
        <ListChoice field={field} choices={choices} chosen={chosen} onChange={onChange} />
      );
    }
  }
}

function SpanEditor({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation("triage");
  const { amount, unit } = readSpan(value);
  return (
    <span className="flex gap-1">
      <Input
        type="number"
        min={1}
        aria-label={t("filter.amount")}
        className="w-20"
        value={amount}
        onChange={(event) => onChange(`${event.target.value.replace(/\D/g, "")}${unit}`)}
      />
      <Select
        aria-label={t("filter.unit")}
        value={unit}
        onChange={(event) => onChange(`${amount}${event.target.value}`)}
      >
        {(["m", "h", "d", "w"] as const).map((one) => (
          <option key={one} value={one}>
            {t(`filter.unit_of.${one}`)}
          </option>
        ))}
      </Select>
    </span>
  );
}
