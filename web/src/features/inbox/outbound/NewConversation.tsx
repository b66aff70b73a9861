/** A conversation we begin: to whom, over which channel and address, subject, text and files; sent with the same undo as a reply. */
import type { ReplyRoute, Status } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { listFirstRoutes } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { useGo } from "../../../frame/workspace-link.ts";
import { useStore } from "../../../lib/store.ts";
import { said } from "../../../said/index.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { Notice } from "../composer/ComposerHead.tsx";
import { draftKey, drafts, emptyBody, isEmpty } from "../composer/drafts.ts";
import { RecipientFields } from "../composer/RecipientFields.tsx";
import { useInbox } from "../context.ts";
import { FirstMessage } from "./FirstMessage.tsx";
import { dropFirst, type FirstDraft, keepFirst, openFirst, type Whom } from "./first-draft.ts";
import { firstRouteKey, sendFirst } from "./send-first.ts";
import { WhomField } from "./WhomField.tsx";
import { writing } from "./writing.ts";

const keepAfterMs = 400;
const noRoutes: ReplyRoute[] = [];

export function NewConversation() {
  const { t } = useTranslation("handling");
  const client = useQueryClient();
  const inbox = useInbox();
  const [draft, setDraft] = useState<FirstDraft>(() => openFirst(writing.get()?.contact));
  const body = useStore(drafts, (all) => all.get(draftKey(draft.id, "message")))?.body ?? emptyBody;
  const [asked, setAsked] = useState(false);
  const copies = asked || draft.cc.length + draft.bcc.length > 0;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { routes, route, waiting, problem } = useRoutes(draft);
  const change = (part: Partial<FirstDraft>) => setDraft((now) => ({ ...now, ...part }));
  useEffect(() => {
    const keep = () => keepFirst(draft, body);
    const timer = setTimeout(keep, keepAfterMs);
    addEventListener("pagehide", keep);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", keep);
    };
  }, [draft, body]);

  const close = () => {
    if (!busy) keepFirst(draft, body);
    writing.set(null);
  };
  const discard = () => {
    dropFirst(draft);
    writing.set(null);
  };
  const send = async (status?: Status, at?: Date) => {
    if (!route || route.problem || busy) return;
    setBusy(true);
    setError(null);
    try {
      const made = await sendFirst(client, { draft, body, route, status, at });
      writing.set(null);
      inbox.open(made.id);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };

  return (
    <Dialog open size="lg" onClose={close} title={t("first.title")}>
      <div className="grid gap-3 pb-3">
        <section aria-label={t("first.to")} className="grid gap-1">
          <p className="text-sm font-medium text-ink">{t("first.to")}</p>
          <WhomField whom={draft.whom} onChange={(whom) => change({ whom, route: null })} />
        </section>
        {draft.whom && problem && <ErrorState compact error={problem} />}
        {draft.whom && !waiting && !problem && routes.length === 0 && <Unreachable whom={draft.whom} />}
        {route && (
          <Field
            label={t("first.via")}
            aside={
              route.limits.cc &&
              !copies && (
                <button
                  type="button"
                  className="rounded-sm hover:text-ink hover:underline"
                  onClick={() => setAsked(true)}
                >
                  {t("first.copies")}
                </button>
              )
            }
          >
            {(wiring) => (
              <Select
                {...wiring}
                value={firstRouteKey(route)}
                onChange={(event) => change({ route: event.target.value })}
              >
                {routes.map((one) => (
                  <option key={firstRouteKey(one)} value={firstRouteKey(one)}>
                    {`${one.channel_name} → ${one.to[0]?.value}`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {route?.problem && <Notice text={said(route.problem)} />}
        {route?.limits.cc && copies && (
          <div className="-mx-4 -mb-1">
            <RecipientFields
              fields={["cc", "bcc"]}
              value={{ to: route.to, cc: draft.cc, bcc: draft.bcc }}
              participants={[]}
              onChange={({ cc, bcc }) => change({ cc, bcc })}
            />
          </div>
        )}
        {route?.limits.subject && (
          <Field label={t("first.subject")}>
            {(wiring) => (
              <Input
                {...wiring}
                maxLength={998}
                value={draft.subject}
                onChange={(event) => change({ subject: event.target.value })}
              />
            )}
          </Field>
        )}
        {route && (
          <FirstMessage
            key={route.limits.html ? "rich" : "plain"}
            draft={draft}
            body={body}
            route={route}
            busy={busy}
            onSend={(status, at) => void send(status, at)}
            onLeave={close}
          />
        )}
        {error !== null && <ErrorState compact error={error} kept={t("error.kept", { ns: "common" })} />}
        {(draft.whom || !isEmpty(body)) && (
          <Button look="ghost" size="sm" className="justify-self-start" disabled={busy} onClick={discard}>
            {t("first.discard")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function useRoutes({ whom, route: wanted }: FirstDraft) {
  const asked = whom && ("contact" in whom ? { contact_id: whom.contact.id } : { to: whom.address });
  const query = useQuery({
    queryKey: keys.firstRoutes(asked ?? {}),
    queryFn: ({ signal }) => listFirstRoutes(asked ?? {}, signal),
    enabled: asked !== null,
    staleTime: 30_000,
  });
  const routes = asked ? (query.data ?? noRoutes) : noRoutes;
  const route = routes.find((one) => firstRouteKey(one) === wanted) ?? routes[0] ?? null;
  return { routes, route, waiting: query.isPending, problem: query.data ? null : query.error };
}

/** Why nothing can be written, and where that is put right. */
function Unreachable({ whom }: { whom: Whom }) {
  const { t } = useTranslation("handling");
  const go = useGo();
  if (!("contact" in whom)) return <Notice text={t("first.no_channel", { address: whom.address })} />;
  return (
    <div className="grid justify-items-start gap-1">
      <Notice text={t("first.unreachable", { name: whom.contact.name || t("first.nameless") })} />
      <Button
        size="sm"
        onClick={() => {
          writing.set(null);
          go(`/contacts/${whom.contact.id}`);
        }}
      >
        {t("first.open_contact")}
      </Button>
    </div>
  );
}
