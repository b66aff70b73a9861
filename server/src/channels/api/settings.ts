/** What a custom channel is set up with: where our answers go, and the secret that signs them. */
import { type Static, Type } from "typebox";
import type { Field } from "../adapter.ts";

export const apiSettings = Type.Object({
  carries: Type.Optional(
    Type.Union(
      [
        Type.Literal("rich", { title: "Rich text" }),
        Type.Literal("plain", { title: "Plain text" }),
        Type.Literal("sms", { title: "Text messages (SMS)" }),
      ],
      { default: "rich" },
    ),
  ),
  webhook_url: Type.Optional(Type.String({ maxLength: 2000, default: "", pattern: "^$|^https?://[^\\s/]+" })),
});
export type ApiSettings = Static<typeof apiSettings>;

export const apiSecrets = Type.Object({
  signing_secret: Type.Optional(Type.String({ minLength: 16, maxLength: 500 })),
});
export type ApiSecrets = Static<typeof apiSecrets>;

export const apiForm: Record<string, Field> = {
  carries: {
    input: "choice",
    label: "What it carries",
    help: "Rich text has formatting and files. Text messages go to phone numbers; their segments are counted while you write.",
  },
  webhook_url: {
    input: "text",
    label: "Webhook address for answers",
    placeholder: "https://example.com/omniflow",
    help: "Each answer is posted here. Empty: your program reads answers with GET /conversations/{id}/messages.",
    group: "Answers",
  },
  signing_secret: {
    input: "password",
    label: "Signing secret",
    help: "16 characters or more. We sign each call with it (X-Omniflow-Signature), so your program knows that it is us.",
    group: "Answers",
  },
};
