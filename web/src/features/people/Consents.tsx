/** Whether this person wants to be written to, by address and channel, with who noted it and why: nothing is sent where they said no. */
import type { Consent, Contact, ContactIdentity } from "@omniflow/contract";
import { consentChannelsOf } from "@omniflow/contract/consent";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listConsents, setConsent } from "../../api/person.ts";
import { Select } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { InlineEdit } from "../contacts/InlineEdit.tsx";
import { useChannels } from "../inbox/queries/lookups.ts";
import { useAct } from "./use-act.ts";

type State = Consent["state"] | "none";
const states: readonly State[] = ["none", "opted_in", "opted_out"];
const everyChannel = "*";

export function Consents({ contact, locked }: { contact: Contact; locked: boolean }) {
  const { t } = useTranslation(["people", "contacts"]);
  const query = useQuery({
    queryKey: [...keys.contact(contact.id), "consents"],
    queryFn: ({ signal }) => listConsents(contact.id, signal),
  });
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (!contact.identities.length) return <p className="text-sm text-muted">{t("consent.nothing")}</p>;
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {contact.identities.map((identity) => (
        <li key={identity.id} className="grid grid-cols-[minmax(0,1fr)] gap-1">
          <bdi className="truncate text-xs text-muted" title={identity.value}>
            {identity.kind === "visitor"
              ? t("contacts:identity.visitor_value", { id: identity.value.slice(-6) })
              : identity.value}
          </bdi>
          <Wishes
            contactId={contact.id}
            identity={identity}
            said={query.data.filter((one) => one.identity_id === identity.id)}
            locked={locked}
          />
        </li>
      ))}
    </ul>
  );
}

type WishesProps = { contactId: string; identity: ContactIdentity; said: readonly Consent[]; locked: boolean };

/** A row for each channel that reaches the address; one for all of them where there are several. */
function Wishes({ said, ...props }: WishesProps) {
  const hasApi = useChannels().some((channel) => channel.kind === "api");
  const reaching = consentChannelsOf[props.identity.kind].filter((channel) => channel !== "api" || hasApi);
  // A channel of one's own making is rarely spoken of by itself: no to all covers it.
  const usual = reaching.filter((channel) => channel !== "api");
  const of = (channel: string) => said.find((one) => one.channel === channel);
  const all = of(everyChannel);
  const rows = new Set([...(reaching.length > 1 ? [everyChannel] : []), ...usual, ...said.map((one) => one.channel)]);
  return [...rows]
    .sort((a, b) => Number(b === everyChannel) - Number(a === everyChannel))
    .map((channel) => (
      <Wish
        key={channel}
        {...props}
        channel={channel}
        said={of(channel)}
        overruled={channel !== everyChannel && all?.state === "opted_out"}
      />
    ));
}

type WishProps = Omit<WishesProps, "said"> & {
  channel: string;
  said: Consent | undefined;
  /** They said no to every channel: that counts here too. */
  overruled: boolean;
};

function Wish({ contactId, identity, channel, said, overruled, locked }: WishProps) {
  const { t } = useTranslation("people");
  const act = useAct({ kind: "contact", id: contactId });
  const name = t(`consent.channel.${channel === everyChannel ? "all" : (channel as "email")}`, {
    defaultValue: channel,
  });
  const put = (state: State, reason: string) =>
    act(() => setConsent(contactId, { identity_id: identity.id, channel, state, reason }));
  const choose = async (state: State) => {
    if (!(await put(state, ""))) return;
    notify({
      text: t("consent.noted", { channel: name, state: t(`consent.${state}`) }),
      undo: () => put(said?.state ?? "none", said?.reason ?? ""),
    });
  };
  return (
    <div>
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-sm text-ink">{name}</span>
        <Select
          className="w-32 shrink-0 max-md:w-40"
          aria-label={t("consent.label", { value: identity.value, channel: name })}
          disabled={locked || overruled}
          value={overruled ? "opted_out" : (said?.state ?? "none")}
          onChange={(event) => void choose(event.target.value as State)}
        >
          {states.map((state) => (
            <option key={state} value={state}>
              {t(`consent.${state}`)}
            </option>
          ))}
        </Select>
      </div>
      {overruled && <p className="text-xs text-faint">{t("consent.overruled")}</p>}
      {said && !overruled && (
        <div className="text-xs text-faint">
          <By said={said} />
          <InlineEdit
            key={said.changed_at}
            value={said.reason}
            label={t("consent.reason")}
            placeholder={t("consent.add_reason")}
            disabled={locked}
            className="min-h-6 text-xs max-md:min-h-8 whitespace-normal [overflow-wrap:anywhere]"
            onSave={(reason) => void put(said.state, reason)}
          />
        </div>
      )}
    </div>
  );
}

/** Who noted it, and when; a key by its name, so that one knows which system it came from. */
function By({ said }: { said: Consent }) {
  const { t } = useTranslation("people");
  const { type, name } = said.changed_by;
  const who = type === "contact" ? t("consent.by_person") : type === "api_key" ? t("consent.by_key", { name }) : name;
  return (
    <p className="flex flex-wrap gap-x-1">
      <bdi>{who || t("consent.by_product")}</bdi>·<RelativeTime at={said.changed_at} style="sentence" />
    </p>
  );
}
