/** Whether this person wants to be written to, by address: nothing is sent where they said no. */
import type { Contact } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listConsents, setConsent } from "../../api/person.ts";
import { Select } from "../../ui/input.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { useAct } from "./use-act.ts";

type State = "opted_in" | "opted_out" | "none";
const states: readonly State[] = ["none", "opted_in", "opted_out"];

export function Consents({ contact, locked }: { contact: Contact; locked: boolean }) {
  const { t } = useTranslation("people");
  const act = useAct({ kind: "contact", id: contact.id });
  const query = useQuery({
    queryKey: [...keys.contact(contact.id), "consents"],
    queryFn: ({ signal }) => listConsents(contact.id, signal),
  });
  const reachable = contact.identities.filter((one) => one.kind === "email" || one.kind === "phone");
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (!reachable.length) return <p className="text-sm text-muted">{t("consent.nothing")}</p>;
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {reachable.map((identity) => {
        const said = query.data.filter((one) => one.identity_id === identity.id);
        const all = said.find((one) => one.channel === "*");
        return (
          <li key={identity.id} className="grid grid-cols-[minmax(0,1fr)] gap-1">
            <div className="flex items-center gap-2">
              <bdi className="min-w-0 flex-1 truncate text-sm text-ink" title={identity.value}>
                {identity.value}
              </bdi>
              <Select
                className="w-32 shrink-0 max-md:w-40"
                aria-label={t("consent.label", { value: identity.value })}
                disabled={locked}
                value={all?.state ?? "none"}
                onChange={(event) =>
                  void act(() =>
                    setConsent(contact.id, {
                      identity_id: identity.id,
                      channel: "*",
                      state: event.target.value as State,
                    }),
                  )
                }
              >
                {states.map((state) => (
                  <option key={state} value={state}>
                    {t(`consent.${state}`)}
                  </option>
                ))}
              </Select>
            </div>
            {said
              .filter((one) => one.channel !== "*")
              .map((one) => (
                <p key={one.channel} className="text-xs text-muted">
                  {one.channel}: {t(`consent.${one.state}`)} {one.reason && `– ${one.reason}`}
                </p>
              ))}
          </li>
        );
      })}
    </ul>
  );
}
