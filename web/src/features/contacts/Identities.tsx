/** How this person can be reached and was recognised; each copied by a click. */
import type { Contact, ContactIdentity } from "@omniflow/contract";
import { AtSign, BadgeCheck, Ban, Check, Copy, Globe, IdCard, Mail, Phone } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/button.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";

const icons: Record<string, ReactNode> = {
  email: <Mail aria-hidden />,
  phone: <Phone aria-hidden />,
  handle: <AtSign aria-hidden />,
  visitor: <Globe aria-hidden />,
  user: <IdCard aria-hidden />,
};

type Props = { contact: Contact /** What can be done with one. */; aside?: (identity: ContactIdentity) => ReactNode };

export function Identities({ contact, aside }: Props) {
  const { t } = useTranslation("contacts");
  return (
    <ul aria-label={t("section.identities")} className="grid grid-cols-[minmax(0,1fr)] gap-0.5 pb-3">
      {contact.identities.map((identity) => (
        <li
          key={identity.id}
          className="group flex min-h-7 items-center gap-2 text-sm [&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:text-faint"
        >
          {icons[identity.kind]}
          <span className="sr-only">{t(`identity.${identity.kind}`)}</span>
          <bdi className="min-w-0 truncate text-ink" title={identity.value}>
            {identity.kind === "visitor"
              ? t("identity.visitor_value", { id: identity.value.slice(-6) })
              : identity.value}
          </bdi>
          {identity.verified && (
            <Tooltip label={t("identity.verified")}>
              <span className="text-success-ink">
                <BadgeCheck aria-hidden className="size-3.5" />
                <span className="sr-only">{t("identity.verified")}</span>
              </span>
            </Tooltip>
          )}
          {identity.opted_out && <OptedOut channels={identity.opted_out} />}
          <CopyButton value={identity.value} />
          {aside?.(identity)}
        </li>
      ))}
    </ul>
  );
}

/** Nothing is sent there; who noted it and why stands with the consents. */
function OptedOut({ channels }: { channels: readonly string[] }) {
  const { t } = useTranslation(["contacts", "inbox"]);
  const names = channels.map((kind) => t(`inbox:channel.${kind as "email"}`, { defaultValue: kind }));
  const label = channels.includes("*")
    ? t("identity.opted_out_all")
    : t("identity.opted_out", { channels: names.join(", ") });
  return (
    <Tooltip label={label}>
      <span className="text-danger-ink">
        <Ban aria-hidden className="size-3.5" />
        <span className="sr-only">{label}</span>
      </span>
    </Tooltip>
  );
}

function CopyButton({ value }: { value: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <IconButton
      size="sm"
      label={t(copied ? "copied" : "copy")}
      className="ms-auto opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-md:opacity-100"
      onClick={() => void copy()}
    >
      {copied ? <Check /> : <Copy />}
    </IconButton>
  );
}
