/** The checklist's steps: what each is about, and what to do for those this version has. */
import type { Onboarding } from "@omniflow/contract";
import { Link } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSlug } from "../../frame/workspace-link.ts";
import { buttonStyle } from "../../ui/button.tsx";
import { CodeBlock, CopyLine } from "../../ui/copy.tsx";
import { useWidgetKey } from "./data.ts";

export type StepKey = Onboarding["steps"][number]["key"];

/** What a step offers besides its words; null where there is nothing to press. */
export function StepBody({ step, state }: { step: StepKey; state: Onboarding }) {
  if (step === "channel") return <ChannelStep />;
  if (step === "test_message") return <FirstMessage state={state} />;
  return null;
}

function ChannelStep() {
  const { t } = useTranslation("onboarding");
  const slug = useSlug();
  return (
    <Link to={`/w/${slug}/settings/channels` as string} className={buttonStyle({ size: "sm" })}>
      {t("channel.open")}
    </Link>
  );
}

function FirstMessage({ state }: { state: Onboarding }) {
  const { t } = useTranslation("onboarding");
  const widgetKey = useWidgetKey(state.widget_channel_id);
  const host = location.hostname;
  return (
    <div className="grid gap-3">
      {state.mailbox_address && (
        <div className="grid gap-1.5">
          <p className="text-sm text-muted">{t("message.mail")}</p>
          <CopyLine text={state.mailbox_address} label={t("message.copyAddress")} />
          {state.smtp_port && (
            <details className="group">
              <summary className="w-fit rounded-sm text-xs text-accent-ink hover:underline">
                {t("message.smtp", { host, port: state.smtp_port })}
              </summary>
              <CodeBlock
                className="mt-1.5"
                label={t("message.example")}
                text={firstMail(host, state.smtp_port, state.mailbox_address)}
              />
            </details>
          )}
        </div>
      )}
      {widgetKey && (
        <div className="grid justify-items-start gap-1.5">
          <p className="text-sm text-muted">{t("message.chat")}</p>
          <a
            className={buttonStyle({ size: "sm" })}
            href={`/widget/test/${widgetKey}`}
            target="_blank"
            rel="noreferrer"
          >
            {t("message.try")} <ExternalLink aria-hidden />
          </a>
        </div>
      )}
    </div>
  );
}

/** A first mail without any account anywhere: curl speaks SMTP and is on most machines. */
function firstMail(host: string, port: number, to: string): string {
  const mail = `From: Ann <ann@example.com>\\nTo: ${to}\\nSubject: Hello\\n\\nIs anybody there?\\n`;
  return `printf '${mail}' | curl -s smtp://${host}:${port} \\\n  --mail-from ann@example.com --mail-rcpt ${to} -T -`;
}
