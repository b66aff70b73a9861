/** The mails the product sends, as they come: their words in its languages, what can stand in them, and examples for looking at them. */
import type { MailKind, MailVariant } from "@omniflow/contract";

type Mail = {
  originals: readonly MailVariant[];
  /** The variable its body cannot do without. */
  needed: string;
  /** Variables this mail alone has. */
  own: readonly string[];
  /** Nouns it knows besides the workspace. */
  nouns: readonly string[];
};

/** English is the first of each: what there is when nothing fits better. Members are spoken to as the app does, customers formally. */
export const mails: Record<MailKind, Mail> = {
  invitation: {
    originals: [
      {
        language: "en",
        subject: "Join {{workspace.name}} on Omniflow",
        body: "You are invited to work in {{workspace.name}} on Omniflow.\n\nJoin here within 14 days; the link works once:\n{{mail.link}}",
      },
      {
        language: "de",
        subject: "Einladung zu {{workspace.name}} bei Omniflow",
        body: "Du bist eingeladen, in {{workspace.name}} bei Omniflow mitzuarbeiten.\n\nTritt hier innerhalb von 14 Tagen bei; der Link gilt einmal:\n{{mail.link}}",
      },
    ],
    needed: "mail.link",
    own: ["mail.link"],
    nouns: ["agent"],
  },
  missed: {
    originals: [
      {
        language: "en",
        subject: "{{mail.count}} unread in {{workspace.name}}",
        body: "{{mail.list}}\n\nYou can choose what you are told by mail in Settings → Notifications.",
      },
      {
        language: "de",
        subject: "{{mail.count}} ungelesen in {{workspace.name}}",
        body: "{{mail.list}}\n\nWorüber du per E-Mail informiert wirst, wählst du unter Einstellungen → Benachrichtigungen.",
      },
    ],
    needed: "mail.list",
    own: ["mail.list", "mail.count", "mail.name"],
    nouns: [],
  },
  request_code: {
    originals: [
      {
        language: "en",
        subject: "Your code: {{mail.code}}",
        body: "Your code to see your requests at {{workspace.name}} is {{mail.code}}. It works for 15 minutes.\n\nIf you did not ask for it, ignore this mail.",
      },
      {
        language: "de",
        subject: "Ihr Code: {{mail.code}}",
        body: "Ihr Code für Ihre Anfragen bei {{workspace.name}} lautet {{mail.code}}. Er gilt 15 Minuten.\n\nHaben Sie ihn nicht angefordert, können Sie diese Mail ignorieren.",
      },
    ],
    needed: "mail.code",
    own: ["mail.code"],
    nouns: ["contact", "company"],
  },
};

/** What its own variables might say, for a preview in a language. */
export const mailExamples = (base: string, german: boolean): Record<string, string> => ({
  "mail.link": `${base}/invite/…`,
  "mail.code": "123456",
  "mail.count": "2",
  "mail.name": "Ann Lee",
  "mail.list": (german
    ? [`• Ben Ott hat dich erwähnt — Rechnung 1042\n  ${base}/…`, `• Mia Berg hat geantwortet — Lieferung\n  ${base}/…`]
    : [`• Ben Ott mentioned you — Invoice 1042\n  ${base}/…`, `• Mia Berg replied — Delivery\n  ${base}/…`]
  ).join("\n\n"),
});
