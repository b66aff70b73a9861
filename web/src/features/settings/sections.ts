/** The pages of Settings: who sees them and where their code is. Each is its own chunk. */
import type { Permission } from "@omniflow/contract";
import {
  AtSign,
  Bell,
  Building2,
  FileWarning,
  Keyboard,
  KeyRound,
  ListPlus,
  type LucideIcon,
  MailPlus,
  ScrollText,
  ShieldCheck,
  Tag,
  TicketCheck,
  UserRound,
  Users,
  UsersRound,
} from "lucide-react";
import { type ComponentType, lazy } from "react";

export type SectionProps = { item: string | undefined };
export type Section = {
  key:
    | "profile"
    | "notifications"
    | "keyboard"
    | "security"
    | "workspace"
    | "members"
    | "teams"
    | "tags"
    | "tickets"
    | "fields"
    | "mail-texts"
    | "audit"
    | "channels"
    | "quarantine"
    | "api-keys";
  group: "you" | "workspace" | "connections";
  icon: LucideIcon;
  /** Left out of the navigation without it. */
  needs?: Permission;
  page: ComponentType<SectionProps>;
};

const load = <M, K extends keyof M>(file: () => Promise<M>, name: K) =>
  lazy(() => file().then((module) => ({ default: module[name] as ComponentType<SectionProps> })));

export const sections: readonly Section[] = [
  { key: "profile", group: "you", icon: UserRound, page: load(() => import("./profile.tsx"), "ProfileSettings") },
  {
    key: "notifications",
    group: "you",
    icon: Bell,
    page: load(() => import("./notifications.tsx"), "NotificationSettings"),
  },
  {
    key: "keyboard",
    group: "you",
    icon: Keyboard,
    page: load(() => import("./keyboard/page.tsx"), "KeyboardSettings"),
  },
  {
    key: "security",
    group: "you",
    icon: ShieldCheck,
    page: load(() => import("./security/page.tsx"), "SecuritySettings"),
  },
  {
    key: "workspace",
    group: "workspace",
    icon: Building2,
    needs: "settings.workspace",
    page: load(() => import("./workspace.tsx"), "WorkspaceSettings"),
  },
  { key: "members", group: "workspace", icon: Users, page: load(() => import("./members/page.tsx"), "MemberSettings") },
  { key: "teams", group: "workspace", icon: UsersRound, page: load(() => import("./teams.tsx"), "TeamSettings") },
  { key: "tags", group: "workspace", icon: Tag, page: load(() => import("./tags.tsx"), "TagSettings") },
  {
    key: "tickets",
    group: "workspace",
    icon: TicketCheck,
    needs: "settings.workspace",
    page: load(() => import("./tickets/page.tsx"), "TicketSettingsPage"),
  },
  {
    key: "fields",
    group: "workspace",
    icon: ListPlus,
    needs: "settings.fields",
    page: load(() => import("./fields/page.tsx"), "FieldSettings"),
  },
  {
    key: "mail-texts",
    group: "workspace",
    icon: MailPlus,
    needs: "settings.workspace",
    page: load(() => import("./mail-texts.tsx"), "MailTextSettings"),
  },
  {
    key: "audit",
    group: "workspace",
    icon: ScrollText,
    needs: "settings.audit",
    page: load(() => import("./audit.tsx"), "AuditSettings"),
  },
  {
    key: "channels",
    group: "connections",
    icon: AtSign,
    needs: "settings.channels",
    page: load(() => import("./channels/page.tsx"), "ChannelSettings"),
  },
  {
    key: "quarantine",
    group: "connections",
    icon: FileWarning,
    needs: "settings.channels",
    page: load(() => import("./quarantine.tsx"), "QuarantineSettings"),
  },
  {
    key: "api-keys",
    group: "connections",
    icon: KeyRound,
    needs: "api.keys",
    page: load(() => import("./api-keys/page.tsx"), "ApiKeySettings"),
  },
];
