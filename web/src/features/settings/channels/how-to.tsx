/** How to put a channel to use: forward a mailbox to it, put the script tag on a page, call the API. */
import type { Channel } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { buttonStyle } from "../../../ui/button.tsx";
import { CodeBlock, CopyLine } from "../../../ui/copy.tsx";
import { onboardingQuery } from "../../onboarding/data.ts";
import { Group } from "../pane.tsx";

export function HowToUse({ channel }: { channel: Channel }) {
  if (channel.kind === "chat") return <ChatUse channel={channel} />;
  if (channel.kind === "api") return <ApiUse channel={channel} />;
  if (channel.kind === "email" && channel.settings.mode !== "imap" && channel.address) {
    return <MailUse address={channel.address} />;
  }
  return null;
}

function MailUse({ address }: { address: string }) {
  const { t } = useTranslation("settings");
  const { data } = useQuery(onboardingQuery);
  return (
    <Group title={t("use.mailTitle")} lead={t("use.mailLead")}>
      <div className="grid gap-3">
        <CopyLine text={address} label={t("use.copyAddress")} />
        <ul className="list-disc space-y-1 ps-5 text-sm text-muted">
          <li>{t("use.mailForward", { address })}</li>
          {data?.smtp_port && <li>{t("use.mailDirect", { host: location.hostname, port: data.smtp_port })}</li>}
          <li>{t("use.mailReply")}</li>
        </ul>
      </div>
    </Group>
  );
}

function ChatUse({ channel }: { channel: Channel }) {
  const { t } = useTranslation("settings");
  const tag = `<script async src="${location.origin}/widget.js" data-key="${channel.key}"></script>`;
  return (
    <Group
      title={t("use.chatTitle")}
      lead={t("use.chatLead")}
      action={
        <a
          className={buttonStyle({ size: "sm" })}
          href={`/widget/test/${channel.key}`}
          target="_blank"
          rel="noreferrer"
        >
          {t("use.chatTry")} <ExternalLink aria-hidden />
        </a>
      }
    >
      <CodeBlock text={tag} label={t("use.chatTitle")} />
    </Group>
  );
}

function ApiUse({ channel }: { channel: Channel }) {
  const { t } = useTranslation("settings");
  const body = JSON.stringify({
    external_id: "order-1001-1",
    from: { email: "ann@example.com", name: "Ann" },
    text: "Where is my order?",
  });
  const example = [
    `curl -X POST ${location.origin}/api/v1/channels/${channel.id}/messages`,
    "-H 'Authorization: Bearer omf_live_…'",
    "-H 'Content-Type: application/json'",
    `-d '${body}'`,
  ].join(" \\\n  ");
  return (
    <Group title={t("use.apiTitle")} lead={t("use.apiLead")}>
      <CodeBlock text={example} label={t("use.apiTitle")} />
    </Group>
  );
}
