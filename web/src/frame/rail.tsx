/** The rail: where one can go, and the member at the bottom. Below 900 px it lies at the bottom of the screen. */
import { Link, useLocation } from "@tanstack/react-router";
import { Inbox, MessageSquareQuote, Settings, Ticket, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Bell } from "../features/notifications/Bell.tsx";
import { useActionKeys } from "../keyboard/react.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { MemberMenu } from "./member-menu.tsx";
import { useSlug } from "./workspace-link.ts";
import { WorkspaceSwitch } from "./workspace-switch.tsx";

export function Rail() {
  const { t } = useTranslation("frame");
  return (
    <nav
      aria-label={t("nav.label")}
      className="flex shrink-0 items-center gap-1 border-line bg-canvas max-md:order-last max-md:h-14 max-md:justify-around max-md:border-t max-md:px-2 md:w-[52px] md:flex-col md:border-e md:py-2.5"
    >
      <WorkspaceSwitch />
      <RailLink to="/inbox" action="go-inbox" label={t("nav.inbox")} icon={<Inbox />} />
      <RailLink to="/tickets" action="go-tickets" label={t("nav.tickets")} icon={<Ticket />} />
      <RailLink to="/contacts" action="go-contacts" label={t("nav.contacts")} icon={<Users />} also="/companies" />
      <RailLink to="/responses" action="go-responses" label={t("nav.responses")} icon={<MessageSquareQuote />} />
      <span aria-hidden className="max-md:hidden md:mt-auto" />
      <Bell />
      <RailLink to="/settings" action="go-settings" label={t("nav.settings")} icon={<Settings />} />
      <MemberMenu />
    </nav>
  );
}

/** `also`: another address that belongs to this place. */
type RailLinkProps = { to: string; action: string; label: string; icon: ReactNode; also?: string };

function RailLink({ to, action, label, icon, also }: RailLinkProps) {
  const slug = useSlug();
  const here = useLocation({
    select: ({ pathname }) => also !== undefined && pathname.startsWith(`/w/${slug}${also}`),
  });
  const keys = useActionKeys(action);
  return (
    <Tooltip label={label} keys={keys} side="end">
      <Link
        to={`/w/${slug}${to}` as string}
        aria-label={label}
        data-here={here || undefined}
        className="grid size-9 place-items-center rounded-lg text-muted transition-colors duration-100 hover:bg-line/60 hover:text-ink data-[status=active]:bg-line data-[status=active]:text-ink data-here:bg-line data-here:text-ink max-md:size-11 [&_svg]:size-[18px] [&_svg]:stroke-[1.75]"
      >
        {icon}
      </Link>
    </Tooltip>
  );
}
