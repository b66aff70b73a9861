/** `?`: every key that works on this screen. */
import { useTranslation } from "react-i18next";
import { availableActions, keysOf } from "../keyboard/registry.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { byGroup } from "./palette.tsx";

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("frame");
  const bound = availableActions().filter((action) => keysOf(action).length > 0 && (action.layer ?? 0) === 0);
  return (
    <Dialog open onClose={onClose} title={t("sheet.title")} description={t("sheet.hint")} size="lg">
      <div className="columns-1 gap-8 pb-3 md:columns-2">
        {byGroup(bound, t("palette.here"), [t("palette.go"), t("palette.general")]).map(([heading, group]) => (
          <section key={heading} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-medium text-faint">{heading}</h3>
            <dl>
              {group.map((action) => (
                <div key={action.id} className="flex min-h-7 items-center justify-between gap-4">
                  <dt className="text-sm text-ink">{action.label}</dt>
                  <dd className="flex gap-2">
                    {keysOf(action).map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
