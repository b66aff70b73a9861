/** The ten responses a new workspace begins with: what every support team answers in its first week, in English and German. */
import type { Macro } from "@omniflow/contract";
import { textToHtml } from "@omniflow/contract/template";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import type { WorkspaceHook } from "../workspaces/index.ts";
import { type ResponseRow, writeResponse } from "./queries.ts";

type Starter = { name: string; shortcut: string; folder: string; body: string; german: string; actions?: Macro };

const hello = "Hi {{contact.first_name | there}},";
const hallo = "Hallo {{contact.first_name | zusammen}},";

const starters: readonly Starter[] = [
  {
    name: "Greeting",
    shortcut: "hello",
    folder: "Basics",
    body: `${hello}\n\nThank you for writing to us. How can I help?`,
    german: `${hallo}\n\nDanke, dass Sie uns schreiben. Wie kann ich Ihnen helfen?`,
  },
  {
    name: "We are looking into it",
    shortcut: "looking",
    folder: "Basics",
    body: `${hello}\n\nThank you for telling us about this. I am looking into it and will write to you again as soon as I know more.`,
    german: `${hallo}\n\nDanke, dass Sie uns das melden. Ich sehe es mir an und schreibe Ihnen wieder, sobald ich mehr weiß.`,
  },
  {
    name: "Ask for details",
    shortcut: "details",
    folder: "Basics",
    body: `${hello}\n\nI would like to get to the bottom of this. Could you tell me:\n\n1. What did you do just before it happened?\n2. What did you expect to see, and what did you see instead?\n3. Which device and browser do you use? A picture of the screen helps a lot.`,
    german: `${hallo}\n\nIch möchte dem auf den Grund gehen. Können Sie mir bitte sagen:\n\n1. Was haben Sie unmittelbar davor getan?\n2. Was haben Sie erwartet, und was haben Sie stattdessen gesehen?\n3. Welches Gerät und welchen Browser benutzen Sie? Ein Bild des Bildschirms hilft sehr.`,
    actions: { status: "pending" },
  },
  {
    name: "Order status",
    shortcut: "order",
    folder: "Orders",
    body: `${hello}\n\nThank you for asking about your order. Could you send me the order number? I will then check where it is and when it should reach you.`,
    german: `${hallo}\n\nDanke für Ihre Frage zu Ihrer Bestellung. Können Sie mir bitte die Bestellnummer schicken? Dann sehe ich nach, wo sie ist und wann sie bei Ihnen ankommen sollte.`,
    actions: { status: "pending" },
  },
  {
    name: "Refund started",
    shortcut: "refund",
    folder: "Orders",
    body: `${hello}\n\nYour refund is on its way. It goes to the account you paid with and usually arrives within 5 to 10 working days, depending on your bank.\n\nIf it has not arrived by then, just answer here.`,
    german: `${hallo}\n\nIhre Rückerstattung ist unterwegs. Sie geht auf das Konto, mit dem Sie bezahlt haben, und kommt je nach Bank meist innerhalb von 5 bis 10 Werktagen an.\n\nSollte sie bis dahin nicht da sein, antworten Sie einfach hier.`,
  },
  {
    name: "Reset your password",
    shortcut: "password",
    folder: "Account",
    body: `${hello}\n\nYou can set a new password yourself: choose “Forgot password?” on the sign-in page, enter {{contact.email | your e-mail address}} and follow the link we send you. If no mail arrives within a few minutes, please look in your spam folder.`,
    german: `${hallo}\n\nSie können selbst ein neues Passwort festlegen: Wählen Sie auf der Anmeldeseite „Passwort vergessen?“, geben Sie {{contact.email | Ihre E-Mail-Adresse}} ein und folgen Sie dem Link, den wir Ihnen schicken. Kommt nach ein paar Minuten keine Mail an, sehen Sie bitte im Spam-Ordner nach.`,
  },
  {
    name: "Sorry for the wait",
    shortcut: "sorry",
    folder: "Basics",
    body: `${hello}\n\nI am sorry that you had to wait for our answer, and thank you for your patience.`,
    german: `${hallo}\n\nEs tut mir leid, dass Sie auf unsere Antwort warten mussten. Danke für Ihre Geduld.`,
  },
  {
    name: "Idea noted",
    shortcut: "idea",
    folder: "Feedback",
    body: `${hello}\n\nThank you for this suggestion. I have passed it on to the people who decide what we build next. I cannot promise a date, but we read every idea.`,
    german: `${hallo}\n\nDanke für diesen Vorschlag. Ich habe ihn an die Menschen weitergegeben, die entscheiden, was wir als Nächstes bauen. Ein Datum kann ich nicht versprechen, aber wir lesen jede Idee.`,
    actions: { add_tags: ["feedback"] },
  },
  {
    name: "Are you still there?",
    shortcut: "follow-up",
    folder: "Closing",
    body: `${hello}\n\nI wanted to check whether my last message helped. Is there anything else about “{{conversation.subject | your question}}” that I can do for you?`,
    german: `${hallo}\n\nIch wollte nachfragen, ob meine letzte Nachricht geholfen hat. Kann ich bei „{{conversation.subject | Ihrer Frage}}“ noch etwas für Sie tun?`,
    actions: { status: "pending" },
  },
  {
    name: "Solved, goodbye",
    shortcut: "bye",
    folder: "Closing",
    body: `${hello}\n\nI am glad this is solved. If anything else comes up, answer this message at any time and you will reach us again.\n\nKind regards,\n{{agent.first_name | Your support team}}`,
    german: `${hallo}\n\nSchön, dass das gelöst ist. Falls noch etwas auftaucht, antworten Sie jederzeit auf diese Nachricht, dann erreichen Sie uns wieder.\n\nFreundliche Grüße\n{{agent.first_name | Ihr Support-Team}}`,
    actions: { status: "resolved" },
  },
];

/** A new workspace has them from the start. */
export const starterResponses: WorkspaceHook = async (ctx, tx) => {
  await insertStarters(ctx, tx);
};

/** For a workspace that has none (any more): those whose shortcut is free. @returns how many */
export const addStarters = (ctx: Caller): Promise<{ created: number }> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => ({ created: await insertStarters(ctx, tx) }));

async function insertStarters(ctx: Context, tx: Tx): Promise<number> {
  const taken = await tx.rows<{ shortcut: string }>(
    sql`select shortcut from responses where workspace_id = ${ctx.workspaceId} and deleted_at is null and shortcut <> ''`,
  );
  const free = starters.filter((starter) => !taken.some((one) => one.shortcut === starter.shortcut));
  for (const starter of free) {
    const row = rowOf(ctx, starter);
    await writeResponse(ctx, tx, row, true);
    emit(ctx, tx, { type: "response.created", data: { response_id: row.id } });
  }
  if (free.length)
    recordAudit(ctx, tx, {
      action: "responses.starters_added",
      target: { type: "workspace", id: ctx.workspaceId },
      after: { shortcuts: free.map((starter) => starter.shortcut) },
    });
  return free.length;
}

function rowOf(ctx: Context, { name, shortcut, folder, body, german, actions = {} }: Starter): ResponseRow {
  const now = ctx.platform.clock.now();
  const variants = [{ language: "de", body: german, body_html: textToHtml(german) }];
  const texts = { body, body_html: textToHtml(body), variants, actions, attachment_ids: [] };
  return {
    ...texts,
    id: newId(),
    name,
    shortcut,
    folder,
    scope: "workspace",
    owner_id: null,
    team_id: null,
    language: "en",
    state: "approved",
    approved: { ...texts, at: now.toISOString(), by: "Omniflow" },
    review_at: null,
    dead_links: [],
    uses: 0,
    last_used_at: null,
    updated_by: "Omniflow",
    proposed_by: null,
    version: 1,
    deleted_at: null,
    created_at: now,
    updated_at: now,
  };
}
