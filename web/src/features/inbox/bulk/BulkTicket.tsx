/** Tickets of all that is selected: one of each, or one that is there already and is about all of them. */
import type { BulkChange } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../../frame/me.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/input.tsx";
import { useTypes } from "../../tickets/data.ts";
import { PickTicket } from "../../tickets/PickTicket.tsx";

type Props = {
  /** Null: all of the view. */
  count: number | null;
  onDone: (ticket: NonNullable<BulkChange["ticket"]>) => void;
  onClose: () => void;
};

export function BulkTicket({ count, onDone, onClose }: Props) {
  const { t } = useTranslation("triage");
  const can = useCan();
  const types = useTypes().filter((one) => !one.archived);
  const [type, setType] = useState("");
  const done = (ticket: NonNullable<BulkChange["ticket"]>) => {
    onClose();
    onDone(ticket);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("bulk.ticket_title")}
      description={count === null ? t("bulk.ticket_lead_all") : t("bulk.ticket_lead", { count })}
    >
      <div className="grid grid-cols-1 gap-5">
        {can("tickets.create") && (
          <section className="grid gap-2">
            <h3 className="text-sm font-semibold text-ink">{t("bulk.ticket_each")}</h3>
            <p className="text-sm text-muted">{t("bulk.ticket_each_help")}</p>
            {types.length > 0 && (
              <Field label={t("bulk.ticket_type")}>
                {(wiring) => (
                  <Select {...wiring} value={type} onChange={(event) => setType(event.target.value)}>
                    <option value="">–</option>
                    {types.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
            <Button look="primary" className="justify-self-start" onClick={() => done(type ? { type } : {})}>
              {t("bulk.ticket_make")}
            </Button>
          </section>
        )}
        {can("tickets.update") && (
          <section className="grid gap-2">
            <h3 className="text-sm font-semibold text-ink">{t("bulk.ticket_one")}</h3>
            <PickTicket except="" onPick={({ id }) => done({ ticket_id: id })} />
          </section>
        )}
      </div>
    </Dialog>
  );
}
