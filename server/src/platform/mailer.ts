/** Mail of the installation itself: invitations, password resets. Conversations send theirs through the e-mail channel. */
import { createTransport } from "nodemailer";
import { AppError } from "../errors.ts";

export type SystemMail = { to: string; subject: string; text: string; html?: string };

export type Mailer = {
  /** False without a relay: the caller then shows the link that the mail would have carried. */
  readonly canSend: boolean;
  /** Hands one mail to the relay. @throws AppError when there is none, or it refuses. */
  send(mail: SystemMail): Promise<void>;
  close(): void;
};

/** @param from the sender, as `Name <address>`. */
export function createMailer(options: { smtpUrl: string | null; from: string }): Mailer {
  if (options.smtpUrl === null) {
    const send = async () => {
      throw new AppError("unavailable", "This installation has no mail relay. Set OMNIFLOW_SMTP_URL.");
    };
    return { canSend: false, send, close: () => {} };
  }
  const transport = createTransport(options.smtpUrl, { from: options.from });
  return {
    canSend: true,
    async send(mail) {
      const headers = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };
      try {
        await transport.sendMail({ ...mail, headers, disableFileAccess: true, disableUrlAccess: true });
      } catch (cause) {
        throw new AppError("unavailable", `The mail relay did not take the mail: ${(cause as Error).message}`, {
          cause,
        });
      }
    },
    close: () => transport.close(),
  };
}
