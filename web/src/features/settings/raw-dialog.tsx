/** The bytes as they arrived, as plain text and never as anything else. */
import type { QuarantinedRaw } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readQuarantinedRaw } from "../../api/channels.ts";
import { keys } from "../../api/keys.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Loaded } from "../../ui/loaded.tsx";

const SHOWN = 200_000;

export function RawDialog({ item, onClose }: { item: QuarantinedRaw; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const raw = useQuery({
    queryKey: [...keys.quarantine, item.id, "raw"],
    queryFn: () => readQuarantinedRaw(item.id),
    staleTime: Infinity,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={t("quarantine.rawTitle")}
      description={item.subject ?? item.channel_name}
    >
      <Loaded query={raw}>
        {(text) => (
          <>
            <pre className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5 whitespace-pre-wrap text-ink">
              {text.slice(0, SHOWN)}
            </pre>
            {text.length > SHOWN && <p className="py-2 text-xs text-muted">{t("quarantine.cut")}</p>}
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
