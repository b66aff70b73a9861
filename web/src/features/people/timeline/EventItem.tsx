/** Something that happened to a contact, a company or a ticket of theirs: who did it, and what it was before. */
import type { CompanyTimelineItem } from "@omniflow/contract";
import { Link } from "@tanstack/react-router";
import { CircleDot, Merge } from "lucide-react";
import { useTranslation } from "react-i18next";
import { unmergeRecord } from "../../../api/records.ts";
import { useSlug } from "../../../frame/workspace-link.ts";
import { Button } from "../../../ui/button.tsx";
import { notify } from "../../../ui/toast.tsx";
import { useFieldName } from "../field-words.ts";
import { type RecordRef, useAct } from "../use-act.ts";
import { Changes, type Differences } from "./Changes.tsx";
import { Shape, Whose } from "./TimelineItem.tsx";

const told = [
  "contact.created",
  "contact.updated",
  "contact.merged",
  "contact.unmerged",
  "contact.identity_added",
  "contact.identity_removed",
  "contact.identity_verified",
  "contact.identity_moved",
  "contact.consent_changed",
  "company.created",
  "company.updated",
  "company.merged",
  "company.unmerged",
] as const;

/** What happened to a conversation is told there in full; here it is enough that it did. */
const aboutWhat = (type: string) => (/^(conversation|message|note)\./.test(type) ? "conversation_changed" : "changed");

type Facts = {
  source_id?: string;
  source_name?: string;
  target_id?: string;
  value?: string;
  channel?: string;
  to?: string | null;
  reason?: string;
  fields?: string[];
  changes?: Differences;
};

type Props = { item: CompanyTimelineItem; of: RecordRef; locked: boolean };

export function EventItem({ item, of, locked }: Props) {
  const { t } = useTranslation("people");
  const act = useAct(of);
  const event = item.event!;
  const data = event.data as Facts;
  const undoable = event.type === `${of.kind}.merged` && data.target_id === of.id && data.source_id && !locked;
  return (
    <Shape icon={event.type.includes("merged") ? <Merge /> : <CircleDot />} at={item.at}>
      <p className="text-muted">
        {item.actor?.name && <bdi className="font-medium text-ink">{item.actor.name} </bdi>}
        <What item={item} data={data} />
      </p>
      {event.type.endsWith(".updated") && data.changes && (
        <Changes record={event.type.startsWith("company") ? "company" : "contact"} changes={data.changes} />
      )}
      {event.type === "contact.consent_changed" && data.reason && (
        <p className="text-xs text-muted">
          <q>
            <bdi>{data.reason}</bdi>
          </q>
        </p>
      )}
      {item.actor?.id !== item.contact?.id && <Whose item={item} />}
      {undoable && (
        <Button
          size="sm"
          look="link"
          onClick={() =>
            void act(() => unmergeRecord(of.kind, data.source_id!)).then(
              (done) => done && notify({ text: t(`merge.undone_${of.kind}`, { source: data.source_name ?? "" }) }),
            )
          }
        >
          {t("merge.undo")}
        </Button>
      )}
    </Shape>
  );
}

function What({ item, data }: { item: CompanyTimelineItem; data: Facts }) {
  const { t } = useTranslation("people");
  const { type, conversation_id, ticket_id } = item.event!;
  const slug = useSlug();
  const name = useFieldName(type.startsWith("company") ? "company" : "contact");
  if (type === "ticket.status_changed") return <TicketMove ticketId={ticket_id} data={item.event!.data} />;
  if (type === "conversation.status_changed")
    return (
      <>
        {t("timeline.conversation_moved", { status: t(`status.${String(data.to) as "open"}`, { ns: "common" }) })}{" "}
        <Link to={`/w/${slug}/inbox/all/${conversation_id}` as string} className="text-ink hover:underline">
          {t("timeline.show_conversation")}
        </Link>
      </>
    );
  const known = told.find((one) => one === type);
  if (!known) return t(`timeline.${aboutWhat(type)}`);
  // Made by a message of theirs, or by the product: a sentence without somebody who did it.
  const itself = !item.actor?.name && type.endsWith(".created");
  const key = itself ? "created_itself" : (known.replace("contact.", "").replace(".", "_") as "created");
  return t(`timeline.${key}`, {
    name: data.source_name ?? "",
    value: data.value ?? "",
    channel: t(`consent.channel.${data.channel === "*" ? "all" : (data.channel as "email")}`, {
      defaultValue: data.channel ?? "",
    }),
    state: t(`consent.${(data.to ?? "none") as "none"}`),
    // What was before and after stands below.
    fields: data.changes ? "" : (data.fields ?? []).map(name).join(", "),
  });
}

/** On its way through the statuses. */
function TicketMove({ ticketId, data }: { ticketId: string | undefined; data: Record<string, unknown> }) {
  const { t } = useTranslation("people");
  const slug = useSlug();
  const status = (way: "from" | "to") =>
    String(data[`${way}_name`] || t(`status.${data[way] as "open"}`, { ns: "common" }));
  return (
    <>
      {t("timeline.ticket_moved", { from: status("from"), to: status("to") })}{" "}
      <Link to={`/w/${slug}/tickets/${ticketId}` as string} className="text-ink hover:underline">
        #{String(data.number)} <bdi>{String(data.title)}</bdi>
      </Link>
    </>
  );
}
