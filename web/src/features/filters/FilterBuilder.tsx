/** The filter as nested groups of conditions that read like sentences. */
import type { Filter, FilterCondition, FilterOperator } from "@omniflow/contract";
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "../../ui/button.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { conversationOffer, customKinds, isCustom, type Offer, operatorsOf } from "./fields.ts";
import { addTo, changeOperator, isGroup, mayNest, type Path, replaceAt, startCondition } from "./filter-tree.ts";
import { useCustomFields } from "./use-custom-fields.ts";
import { ValueEditor } from "./ValueEditor.tsx";

type Props = { filter: Filter; onChange: (filter: Filter) => void; offer?: Offer };

export function FilterBuilder({ filter, onChange, offer = conversationOffer }: Props) {
  return <Group root={filter} group={filter} path={[]} onChange={onChange} offer={offer} />;
}

type GroupProps = { root: Filter; group: Filter; path: Path; onChange: (filter: Filter) => void; offer: Offer };

const named = (path: Path) => path.map((index) => index + 1).join(".");

function Group({ root, group, path, onChange, offer }: GroupProps) {
  const { t } = useTranslation("triage");
  return (
    <fieldset className={path.length > 0 ? "min-w-0 rounded-md border border-line bg-sunken/60 p-2" : "min-w-0"}>
      <legend className="sr-only">
        {path.length > 0 ? t("filter.group", { path: named(path) }) : t("views.filter")}
      </legend>
      <div className="flex items-center gap-2 text-sm text-muted">
        <span>{t("filter.match")}</span>
        <Select
          aria-label={t("filter.match")}
          value={group.op}
          onChange={(event) => onChange(replaceAt(root, path, { ...group, op: event.target.value as "and" | "or" }))}
        >
          <option value="and">{t("filter.all")}</option>
          <option value="or">{t("filter.any")}</option>
        </Select>
        {path.length > 0 && (
          <IconButton
            size="sm"
            label={t("filter.remove_group")}
            className="ms-auto"
            onClick={() => onChange(replaceAt(root, path, null))}
          >
            <X />
          </IconButton>
        )}
      </div>
      <ul className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-2 border-s-2 border-line ps-2">
        {group.nodes.length === 0 && path.length === 0 && (
          <li className="text-sm text-muted">{offer.empty ?? t("filter.empty")}</li>
        )}
        {group.nodes.map((node, index) => {
          const at = [...path, index];
          return (
            <li key={named(at)}>
              {isGroup(node) ? (
                <Group root={root} group={node} path={at} onChange={onChange} offer={offer} />
              ) : (
                <Condition
                  condition={node}
                  offer={offer}
                  label={t("filter.condition", { path: named(at) })}
                  onChange={(next) => onChange(replaceAt(root, at, next))}
                />
              )}
            </li>
          );
        })}
      </ul>
      <div className="mt-2 flex gap-1">
        <Button look="ghost" size="sm" onClick={() => onChange(addTo(root, path, startCondition(offer.first)))}>
          <Plus /> {t("filter.add_condition")}
        </Button>
        {mayNest(path) && (
          <Button
            look="ghost"
            size="sm"
            onClick={() =>
              onChange(
                addTo(root, path, {
                  op: group.op === "and" ? "or" : "and",
                  nodes: [startCondition(offer.first)],
                } as Filter),
              )
            }
          >
            <Plus /> {t("filter.add_group")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

type ConditionProps = {
  condition: FilterCondition;
  offer: Offer;
  label: string;
  onChange: (condition: FilterCondition | null) => void;
};

function Condition({ condition, offer, label, onChange }: ConditionProps) {
  const { t } = useTranslation("triage");
  const { field, op } = condition;
  const known = useCustomFields().filter((one) => (offer.owners as readonly string[]).includes(one.record));
  // A key that nobody has named is written by hand.
  const defined = (path: string) => known.find((one) => `${one.record}.custom.${one.key}` === path);
  const definition = defined(field);
  const kind = definition && customKinds[definition.type];
  const custom = isCustom(field) && !definition;
  const owner = custom ? `${field.split(".")[0]}.custom.` : "";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a list of fieldsets would be read out twice
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-1.5">
      <Select
        aria-label={t("filter.field_label")}
        className="w-44 max-md:grow max-md:basis-full"
        value={custom ? owner : field}
        onChange={({ target: { value } }) => {
          const next = defined(value);
          onChange(startCondition(value, next && customKinds[next.type]));
        }}
      >
        {Object.entries(offer.groups).map(([group, fields]) => (
          <optgroup key={group} label={t(`filter.group_of.${group as "time"}`)}>
            {fields.map((one) => (
              <option key={one} value={one}>
                {t(`filter.field.${one as "status"}`)}
              </option>
            ))}
          </optgroup>
        ))}
        <optgroup label={t("filter.group_of.custom")}>
          {known.map((one) => (
            <option key={one.id} value={`${one.record}.custom.${one.key}`}>
              {offer.owners.length > 1 ? `${t(`filter.owner.${one.record as "contact"}`)}: ${one.label}` : one.label}
            </option>
          ))}
          {offer.owners.map((one) => (
            <option key={one} value={`${one}.custom.`}>
              {t(`filter.custom_${one}`)}
            </option>
          ))}
        </optgroup>
      </Select>
      {custom && (
        <Input
          aria-label={t("filter.custom_key")}
          placeholder={t("filter.custom_key")}
          className="w-36"
          maxLength={60}
          value={field.slice(owner.length)}
          onChange={(event) =>
            onChange({ ...condition, field: owner + event.target.value.toLowerCase().replace(/[^a-z0-9_]/g, "_") })
          }
        />
      )}
      <Select
        aria-label={t("filter.op_label")}
        className="w-40 max-md:grow"
        value={op}
        onChange={(event) => onChange(changeOperator(condition, event.target.value as FilterOperator, kind))}
      >
        {/* One that was saved while another was offered stays as it is. */}
        {[...new Set([...operatorsOf(field, kind), op])].map((one) => (
          <option key={one} value={one}>
            {t(`filter.op.${one}`)}
          </option>
        ))}
      </Select>
      <ValueEditor
        condition={condition}
        choices={definition?.options.map((value) => ({ value, label: value })) ?? offer.choices?.[field]}
        custom={kind}
        onChange={(value) => onChange(value === undefined ? { field, op } : { field, op, value })}
      />
      <IconButton size="sm" label={t("filter.remove_condition")} className="ms-auto" onClick={() => onChange(null)}>
        <X />
      </IconButton>
    </div>
  );
}
