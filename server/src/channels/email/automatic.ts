/** Which mail no person wrote (RFC 3834 and what programs do instead). Such mail is kept and never answered by a machine. */
import type { InboundMessage } from "../adapter.ts";
import { splitAddress } from "./addresses.ts";
import { type Headers, headerOf, wordsOf } from "./headers.ts";

const autoReplySubject =
  /^\s*(?:(?:re|aw|sv)\s*:\s*)?(?:auto(?:matic|matische?|mated|matisk)?[\s-]*(?:reply|response|antwort|svar|antwoord)|automatische antwort|out of (?:the )?office|abwesenheit|(?:réponse|reponse) automatique|absence du bureau|respuesta automática|risposta automatica|fuera de (?:la )?oficina|automatski odgovor|odsutan|自動応答|自动回复)/iu;

const machines = /^(mailer-daemon|postmaster|mail-daemon|mdaemon|mailer_daemon)$/i;

/** The kind of automatic mail, or undefined for what a person wrote. Bounces are told apart by their report as well. */
export function automaticKind(
  headers: Headers,
  sender: string | null,
  envelopeFrom: string | null,
): InboundMessage["automatic"] {
  const contentType = headerOf(headers, "content-type") ?? "";
  const local = sender ? splitAddress(sender).local : "";
  if (/^multipart\/report/i.test(contentType) && /delivery-status/i.test(contentType)) return "bounce";
  if (machines.test(local) && (isNullPath(headers, envelopeFrom) || isFailureSubject(headers))) return "bounce";
  if (headerOf(headers, "x-failed-recipients") !== undefined) return "bounce";
  if (isAutoReply(headers, contentType) || machines.test(local)) return "auto_reply";
  if (isList(headers)) return "list";
  return isNullPath(headers, envelopeFrom) ? "auto_reply" : undefined;
}

function isAutoReply(headers: Headers, contentType: string): boolean {
  const submitted = headerOf(headers, "auto-submitted");
  if (submitted && !/^\s*no\b/i.test(submitted)) return true;
  if (/^multipart\/report/i.test(contentType)) return true;
  if (["x-autoreply", "x-autorespond", "x-autoresponder"].some((key) => headerOf(headers, key) !== undefined))
    return true;
  if (/auto_reply/i.test(headerOf(headers, "precedence") ?? "")) return true;
  // Exchange puts this on its own automatic mail; from others it only asks not to be answered.
  if (headerOf(headers, "x-ms-exchange-inbox-rules-loop") !== undefined) return true;
  return autoReplySubject.test(wordsOf(headers, "subject"));
}

function isList(headers: Headers): boolean {
  if (/^\s*(bulk|list|junk)\b/i.test(headerOf(headers, "precedence") ?? "")) return true;
  return ["list-id", "list-unsubscribe", "list-post", "feedback-id"].some(
    (key) => headerOf(headers, key) !== undefined,
  );
}

function isNullPath(headers: Headers, envelopeFrom: string | null): boolean {
  if (envelopeFrom !== null) return envelopeFrom === "";
  return /^\s*<\s*>/.test(headerOf(headers, "return-path") ?? "");
}

function isFailureSubject(headers: Headers): boolean {
  return /undeliver|deliver|return|fail|bounce|warning|unzustellbar|non remis|rejected|could not send/i.test(
    wordsOf(headers, "subject"),
  );
}
