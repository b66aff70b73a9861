/** What a key may do: the permission groups as checkboxes, with one for the whole group; the names programs know them by on the pointer. */
import { type Permission, permissionGroups } from "@omniflow/contract/permissions";
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../../ui/check.tsx";

const groups = Object.entries(permissionGroups) as [keyof typeof permissionGroups, readonly string[]][];

export function ScopeChoice({
  value,
  onChange,
}: {
  value: readonly Permission[];
  onChange: (scopes: Permission[]) => void;
}) {
  const { t } = useTranslation("settings");
  const set = (scopes: readonly Permission[], on: boolean) =>
    onChange(on ? [...new Set([...value, ...scopes])] : value.filter((one) => !scopes.includes(one)));
  return (
    <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
      {groups.map(([group, actions]) => {
        const all = actions.map((action) => `${group}.${action}` as Permission);
        const chosen = all.filter((one) => value.includes(one)).length;
        return (
          <fieldset key={group} className="min-w-0">
            <legend className="sr-only">{t(`scope.${group}`)}</legend>
            <Checkbox
              label={<b className="font-medium">{t(`scope.${group}`)}</b>}
              checked={chosen === all.length ? true : chosen > 0 ? "indeterminate" : false}
              onChange={(on) => set(all, on)}
            />
            <div className="mt-1.5 grid gap-1 ps-6">
              {all.map((scope) => (
                <Checkbox
                  key={scope}
                  label={<span title={scope}>{t(`may.${scope}`)}</span>}
                  checked={value.includes(scope)}
                  onChange={(on) => set([scope], on)}
                />
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
