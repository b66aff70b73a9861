/** How many segments a text makes on a channel that is paid by segment. */
import { smsLength } from "@omniflow/contract/sms";
import { useTranslation } from "react-i18next";

export function SmsCount({ text }: { text: string }) {
  const { t } = useTranslation("responses");
  const { segments, left, cause } = smsLength(text);
  if (segments === 0) return null;
  return (
    <span className="tabular">
      {cause && <span className="text-warning-ink">{t("sms.cause", { cause })} </span>}
      {t("sms.segments", { count: segments, left })}
    </span>
  );
}
