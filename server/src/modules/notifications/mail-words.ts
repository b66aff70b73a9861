/** What is listed in the mail about what was missed, in the languages the product speaks. What stands around it is a mail text. */

type Item = { kind: string; actor_name: string; text: string; ticket_id: string | null };
export type MailWords = {
  /** One line for each: who did what. */
  line: Record<string, (actor: string, ticket: boolean) => string>;
  /** What was said or changed, as this language says it. */
  detail: (item: Item) => string;
  more: (count: number) => string;
};

const en: MailWords = {
  line: {
    mention: (actor) => `${actor} mentioned you`,
    assigned: (actor, ticket) => `${actor || "Someone"} assigned a ${ticket ? "ticket" : "conversation"} to you`,
    ticket_updated: (actor) => `${actor || "Someone"} changed a ticket`,
    ticket_customer: (actor) => `${actor || "The customer"} moved a ticket`,
    reply: (actor) => `${actor} replied`,
    failed: () => "A message of yours could not be delivered",
    not_sent: () => "A scheduled message of yours was not sent",
    review_wanted: (actor) => `${actor || "Someone"} asks you to approve a canned response`,
    review_due: () => "A canned response is due for review",
    review_done: (actor) => `${actor || "Someone"} approved your canned response`,
    review_returned: (actor) => `${actor || "Someone"} did not approve your canned response`,
  },
  detail: (item) => item.text,
  more: (count) => `… and ${count} more.`,
};

const de: MailWords = {
  line: {
    mention: (actor) => `${actor} hat dich erwähnt`,
    assigned: (actor, ticket) =>
      `${actor || "Jemand"} hat dir ${ticket ? "ein Ticket" : "eine Konversation"} zugewiesen`,
    ticket_updated: (actor) => `${actor || "Jemand"} hat ein Ticket geändert`,
    ticket_customer: (actor) => `${actor || "Der Kunde"} hat ein Ticket bewegt`,
    reply: (actor) => `${actor} hat geantwortet`,
    failed: () => "Eine deiner Nachrichten konnte nicht zugestellt werden",
    not_sent: () => "Eine deiner geplanten Nachrichten wurde nicht gesendet",
    review_wanted: (actor) => `${actor || "Jemand"} bittet dich, einen Textbaustein freizugeben`,
    review_due: () => "Ein Textbaustein ist zu prüfen",
    review_done: (actor) => `${actor || "Jemand"} hat deinen Textbaustein freigegeben`,
    review_returned: (actor) => `${actor || "Jemand"} hat deinen Textbaustein nicht freigegeben`,
  },
  detail: ({ kind, text }) => {
    if (kind === "not_sent")
      return "Der Kunde hat vorher geschrieben. Lies, was neu ist, und sende oder ändere sie dann.";
    return kind.startsWith("ticket_") ? germanChange(text) : text;
  },
  more: (count) => `… und ${count} weitere.`,
};

/** A change of a ticket is told by keys: a status, or fields with old → new. */
const germanChange = (text: string): string =>
  keysInGerman[text] ??
  text
    .replace(/(?<=(?:^|; )priority: [^;]*)\b(low|normal|high|urgent)\b/g, (key) => keysInGerman[key] ?? key)
    .replace(/(?<=^|; )\w+(?=: .* → |; |$)/g, (field) => fieldsInGerman[field] ?? field);

const keysInGerman: Record<string, string> = {
  open: "Offen",
  in_progress: "In Arbeit",
  waiting: "Wartend",
  resolved: "Gelöst",
  closed: "Geschlossen",
  low: "Niedrig",
  normal: "Normal",
  high: "Hoch",
  urgent: "Dringend",
};

const fieldsInGerman: Record<string, string> = {
  title: "Titel",
  description: "Beschreibung",
  priority: "Priorität",
  assignee: "Zuständig",
  team: "Team",
  type: "Art",
  contact: "Kontakt",
  tags: "Tags",
};

/** @param language of the member or the workspace; empty or unknown: English */
export const mailWords = (language: string | null): MailWords => (language?.split("-")[0] === "de" ? de : en);
