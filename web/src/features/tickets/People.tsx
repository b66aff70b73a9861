/** The people round a ticket: who asked, further contacts, and the colleagues who follow. */
import type { TicketDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, UserRoundPen, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addContact, addFollower, removeContact, removeFollower } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { useSlug } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useMembers, useMembersById } from "../inbox/queries/lookups.ts";
import { ContactPicker } from "./ContactPicker.tsx";
import { refreshTicket } from "./data.ts";

type Props = { ticket: TicketDetail; onContact: (id: string | null) => void };

export function People({ ticket, onContact }: Props) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const may = useCan()("tickets.update") && !ticket.deleted_at;
  const run = (work: Promise<unknown>) =>
    void work
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticket.id));
  const others = ticket.contacts.filter((one) => one.id !== ticket.contact?.id);
  return (
    <section aria-label={t("people.title")} className="grid grid-cols-1 gap-3 text-sm">
      <Group
        title={t("people.requester")}
        add={
          may && (
            <ContactPicker
              label={t("people.change_requester")}
              icon={<UserRoundPen />}
              onPick={(contact) => onContact(contact.id)}
            />
          )
        }
      >
        {ticket.contact ? (
          <Person id={ticket.contact.id} name={ticket.contact.name} />
        ) : (
          <li className="text-faint">{t("people.nobody")}</li>
        )}
      </Group>
      <Group
        title={t("people.contacts")}
        add={
          may && (
            <ContactPicker
              label={t("people.add_contact")}
              icon={<Plus />}
              onPick={(contact) => run(addContact(ticket.id, contact.id))}
            />
          )
        }
      >
        {others.map((one) => (
          <Person
            key={one.id}
            id={one.id}
            name={one.name}
            {...(may ? { onRemove: () => run(removeContact(ticket.id, one.id)) } : {})}
          />
        ))}
        {!others.length && <li className="text-faint">{t("people.nobody_more")}</li>}
      </Group>
      <Followers ticket={ticket} may={may} run={run} />
    </section>
  );
}

function Followers({
  ticket,
  may,
  run,
}: {
  ticket: TicketDetail;
  may: boolean;
  run: (work: Promise<unknown>) => void;
}) {
  const { t } = useTranslation("tickets");
  const members = useMembersById();
  const others = useMembers().filter((one) => !one.deactivated && !ticket.follower_ids.includes(one.id));
  return (
    <Group
      title={t("people.followers")}
      add={
        may &&
        others.length > 0 && (
          <Menu
            align="end"
            trigger={
              <IconButton size="sm" label={t("people.add_follower")}>
                <Plus />
              </IconButton>
            }
          >
            {others.map((one) => (
              <MenuItem key={one.id} onSelect={() => run(addFollower(ticket.id, one.id))}>
                <bdi>{one.name}</bdi>
              </MenuItem>
            ))}
          </Menu>
        )
      }
    >
      {ticket.follower_ids.map((id) => {
        const name = members.get(id)?.name ?? "?";
        return (
          <li key={id} className="flex min-h-7 items-center gap-1.5">
            <Avatar name={name} id={id} size="xs" />
            <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
            {may && (
              <IconButton
                size="sm"
                label={t("people.remove_follower", { name })}
                onClick={() => run(removeFollower(ticket.id, id))}
              >
                <X />
              </IconButton>
            )}
          </li>
        );
      })}
      {!ticket.follower_ids.length && <li className="text-faint">{t("people.no_followers")}</li>}
    </Group>
  );
}

function Person({ id, name, onRemove }: { id: string; name: string; onRemove?: () => void }) {
  const { t } = useTranslation("tickets");
  const slug = useSlug();
  return (
    <li className="flex min-h-7 items-center gap-1.5">
      <Avatar name={name} id={id} size="xs" />
      <Link to={`/w/${slug}/contacts/${id}` as string} className="min-w-0 flex-1 truncate text-ink hover:underline">
        <bdi>{name || "–"}</bdi>
      </Link>
      {onRemove && (
        <IconButton size="sm" label={t("people.remove_contact", { name })} onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </li>
  );
}

const Group = ({ title, add, children }: { title: string; add: ReactNode; children: ReactNode }) => (
  <div>
    <div className="flex min-h-7 items-center">
      <h2 className="flex-1 text-sm font-semibold text-ink">{title}</h2>
      {add}
    </div>
    <ul className="grid grid-cols-1 gap-0.5" aria-label={title}>
      {children}
    </ul>
  </div>
);
