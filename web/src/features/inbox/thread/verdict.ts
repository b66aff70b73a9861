/** Did the mail really come from where it says? Reads what the server noted. Pure. */
import type { Message } from "@omniflow/contract";

export type Verdict = { spf: string; dkim: string; dmarc: string; from: "pass" | "fail" | "unknown"; spam: boolean };

const word = (value: unknown) => (typeof value === "string" && value ? value.toLowerCase() : "none");

export function verdictOf(message: Message): Verdict | null {
  const found = message.details?.verdict;
  if (typeof found !== "object" || found === null) return null;
  const { spf, dkim, dmarc, from, spam } = found as Record<string, unknown>;
  return {
    spf: word(spf),
    dkim: word(dkim),
    dmarc: word(dmarc),
    from: from === "pass" || from === "fail" ? from : "unknown",
    spam: spam === true,
  };
}
