/** Hands one mail to an SMTP server and says exactly what became of it, for each recipient. */
import type { Readable } from "node:stream";
import SMTPConnection, { type SMTPConnectionSendInfo } from "nodemailer/lib/smtp-connection";
import { ChannelError } from "../adapter.ts";
import { composeMail } from "./compose.ts";
import { wordsOfError } from "./connect.ts";
import type { MailPart } from "./render.ts";
import type { SmtpRoute } from "./smtp-route.ts";

export type SendResult = {
  externalId: string;
  recipients: { address: string; state: "sent" | "failed"; reason?: string }[];
};

type SmtpError = Error & { code?: string; responseCode?: number; response?: string; rejectedErrors?: RecipientError[] };
type RecipientError = Error & { recipient?: string; response?: string; responseCode?: number };

export async function sendMail(part: MailPart, route: SmtpRoute, signal: AbortSignal): Promise<SendResult> {
  if (part.envelope.to.length === 0)
    throw new ChannelError("This message has no mail address to go to.", { retry: false });
  const info = await withSmtp(route, signal, (session) => session.send(part));
  const sent = info.accepted.map((address) => ({ address, state: "sent" as const }));
  const failed = (info.rejectedErrors ?? []).map((error: RecipientError) => ({
    address: error.recipient ?? "",
    state: "failed" as const,
    reason: serverWords(error),
  }));
  // Microsoft 365 and Amazon SES put an id of their own in place of ours; that is the one answers will name.
  const externalId = info.serverMessageId?.replace(/^<|>$/g, "") ?? part.messageId;
  return { externalId, recipients: [...sent, ...failed] };
}

/** Logs in and out again; for the test button. */
export async function checkSmtp(route: SmtpRoute, signal: AbortSignal): Promise<void> {
  await withSmtp(route, signal, async () => {});
}

type Session = { send(part: MailPart): Promise<SMTPConnectionSendInfo> };

async function withSmtp<T>(route: SmtpRoute, signal: AbortSignal, use: (session: Session) => Promise<T>): Promise<T> {
  if (signal.aborted) throw new ChannelError("Sending was stopped before it began.", { retry: true });
  const smtp = new SMTPConnection({
    host: route.address,
    port: route.port,
    secure: route.secure,
    // An IP address cannot be a server name (RFC 6066).
    tls: {
      servername: /[a-z]/i.test(route.host) && !route.host.includes(":") ? route.host : undefined,
      rejectUnauthorized: route.verifyCertificate,
    },
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
  });
  const progress = { started: false, all: false };
  const abort = () => smtp.close();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await new Promise<T>((resolve, reject) => {
      smtp.on("error", reject);
      smtp.once("end", () => reject(new Error("The connection was closed")));
      run(smtp, route, progress, use).then(resolve, reject);
    });
  } catch (error) {
    throw failureOf(error as SmtpError, smtp, progress, route);
  } finally {
    signal.removeEventListener("abort", abort);
    smtp.close();
  }
}

type Progress = { started: boolean; all: boolean };

async function run<T>(
  smtp: SMTPConnection,
  route: SmtpRoute,
  progress: Progress,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  await new Promise<void>((done, fail) => smtp.connect((error) => (error ? fail(error) : done())));
  if (route.user) {
    const credentials = { user: route.user, pass: route.password ?? "" };
    await new Promise<void>((done, fail) => smtp.login({ credentials }, (error) => (error ? fail(error) : done())));
  }
  const send = (part: MailPart) =>
    new Promise<SMTPConnectionSendInfo>((done, fail) => {
      const mail = watched(composeMail(part), progress);
      const envelope = {
        from: part.envelope.from === "" ? (false as const) : part.envelope.from,
        to: part.envelope.to,
      };
      smtp.send(envelope, mail, (error, info) => (error ? fail(error) : done(info!)));
    });
  const result = await use({ send });
  smtp.quit();
  return result;
}

function watched(mail: Readable, progress: Progress): Readable {
  mail.once("end", () => {
    progress.all = true;
  });
  return mail;
}

/**
 * Before the server had the whole mail it cannot have taken it. After that, silence is not an answer: it may have, so the
 * core must not send again blindly.
 */
function failureOf(error: SmtpError, smtp: SMTPConnection, progress: Progress, route: SmtpRoute): unknown {
  if (error instanceof ChannelError) return error;
  const code = error.responseCode ?? error.rejectedErrors?.[0]?.responseCode;
  if (error.code === "EAUTH") {
    const reason = `${route.host} refused the user name or password: ${serverWords(error)}`;
    return new ChannelError(reason, { retry: isPassing(code), cause: error });
  }
  if (code) return new ChannelError(serverWords(error), { retry: mayRetry(error, code), cause: error });
  const inData = /^354/.test(smtp.lastServerResponse || "");
  if (inData && progress.all) {
    const reason = `The connection to ${route.host} was lost after the message was handed over; it may have arrived.`;
    return new ChannelError(reason, { retry: false, unknown: true, cause: error });
  }
  const words = wordsOfError(error);
  // A file that cannot be read or an address that cannot be written is not cured by waiting for the server.
  const ours = error.code === "EENVELOPE" || error.code === "ESTREAM";
  return new ChannelError(ours ? words : `${route.host}: ${words}`, {
    retry: error.code !== "EENVELOPE",
    cause: error,
  });
}

const isPassing = (code: number | undefined) => code !== undefined && code >= 400 && code < 500;

/** When every recipient was refused, one that may be taken later is reason enough to try again. */
function mayRetry(error: SmtpError, code: number): boolean {
  const codes = error.rejectedErrors?.map((one) => one.responseCode) ?? [code];
  return codes.some(isPassing);
}

function serverWords(error: SmtpError | RecipientError): string {
  const all = "rejectedErrors" in error && error.rejectedErrors ? error.rejectedErrors : [];
  const responses =
    all.length > 0 ? [...new Set(all.map((one) => one.response ?? one.message))] : [error.response ?? error.message];
  return responses.join("; ").replace(/\s+/g, " ").slice(0, 500);
}
