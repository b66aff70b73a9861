/** Settings of a chat widget: what a member fills in, and the public part of it that the widget is drawn from. */
import type { PreChatField, WidgetConfig } from "@omniflow/contract/widget";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Field } from "../adapter.ts";

/** @param titles value → as the form calls it */
const choice = <const T extends Record<string, string>>(titles: T, fallback: keyof T & string) =>
  Type.Unsafe<keyof T & string>(
    Type.Union(
      Object.entries(titles).map(([value, title]) => Type.Literal(value, { title })),
      { default: fallback },
    ),
  );

export const chatSettings = Type.Object({
  greeting: Type.String({ default: "", maxLength: 300 }),
  reply_time: Type.String({ default: "", maxLength: 120 }),
  offline_text: Type.String({ default: "", maxLength: 300 }),
  accent: Type.String({ default: "#2f5bea", pattern: "^#[0-9a-fA-F]{6}$" }),
  position: choice({ right: "Right", left: "Left" }, "right"),
  theme: choice({ auto: "Auto", light: "Light", dark: "Dark" }, "auto"),
  language: choice({ auto: "Auto", en: "English", de: "German" }, "auto"),
  pre_chat: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { default: [], maxItems: 8 }),
  require_email: Type.Boolean({ default: false }),
  allowed_origins: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { default: [], maxItems: 100 }),
  identity_required: Type.Boolean({ default: false }),
  pages_before: Type.Boolean({ default: false }),
});
export type ChatSettings = Static<typeof chatSettings>;

export const chatSecrets = Type.Object({
  identity_secret: Type.Optional(Type.String({ minLength: 32, maxLength: 500 })),
});
export type ChatSecrets = Static<typeof chatSecrets>;

export const chatForm: Record<string, Field> = {
  greeting: {
    input: "textarea",
    label: "Greeting",
    placeholder: "Hi there 👋 How can we help?",
    help: "The first thing a visitor reads. Empty: a friendly default in the visitor's language.",
    group: "Texts",
  },
  reply_time: {
    input: "text",
    label: "Reply time",
    placeholder: "We usually reply within an hour",
    help: "Shown under your name while somebody is online.",
    group: "Texts",
  },
  offline_text: {
    input: "textarea",
    label: "When nobody is online",
    placeholder: "We are back on Monday at 9. Leave your e-mail and we answer there.",
    group: "Texts",
  },
  language: {
    input: "choice",
    label: "Language",
    help: "“auto” follows the visitor's browser; English where we have no translation.",
    group: "Texts",
  },
  accent: {
    input: "color",
    label: "Accent colour",
    help: "Text on it becomes black or white by itself, whichever is readable.",
    group: "Look",
  },
  theme: { input: "choice", label: "Light or dark", group: "Look" },
  position: { input: "choice", label: "Corner", group: "Look" },
  pre_chat: {
    input: "list",
    label: "Questions before the first message",
    placeholder: "email*",
    help: "One per line. name, email and phone fill the contact; anything else is asked as you write it. A * at the end makes it required.",
    group: "Before the chat",
  },
  require_email: {
    input: "checkbox",
    label: "Ask for an e-mail address first",
    help: "A visitor cannot write before leaving an address, so every answer can reach them.",
    group: "Before the chat",
  },
  pages_before: {
    input: "checkbox",
    label: "Know the pages visited before the chat was opened",
    help: "The visitor's browser keeps the pages of the visit and tells them with the first opening of the chat. Off: pages count from then on. Say so in your privacy notice.",
    group: "Before the chat",
  },
  allowed_origins: {
    input: "list",
    label: "Websites that may show it",
    placeholder: "https://www.example.com",
    help: "One per line; https://*.example.com covers subdomains. Empty: any website.",
    group: "Security",
  },
  identity_secret: {
    input: "password",
    label: "Identity secret",
    help: "At least 32 characters, known only to your server and to us. Your server signs who is logged in (a JWT, HS256), so nobody can pretend to be your customer.",
    group: "Security",
  },
  identity_required: {
    input: "checkbox",
    label: "Ignore names and addresses that are not signed",
    help: "What the page says about the visitor counts only with a signed token. Needs the identity secret.",
    group: "Security",
  },
};

/** Stored settings, with the defaults of what was added since. */
export const readChatSettings = (stored: Record<string, unknown>): ChatSettings =>
  Value.Default(chatSettings, { ...stored }) as ChatSettings;

const known: Record<string, PreChatField["kind"]> = { name: "name", email: "email", "e-mail": "email", phone: "phone" };

/** `["name", "email*", "Order number"]` → the fields of the form. */
export function preChatFields(lines: readonly string[]): PreChatField[] {
  const fields: PreChatField[] = [];
  for (const line of lines) {
    const required = line.trim().endsWith("*");
    const label = line.trim().replace(/\s*\*$/, "");
    const kind = known[label.toLowerCase()] ?? "text";
    const key = kind === "text" ? label : kind;
    if (label && !fields.some((field) => field.key === key)) fields.push({ key, kind, label, required });
  }
  return fields;
}

/** The part of a connection that any visitor may see. */
export function publicConfig(name: string, settings: ChatSettings): WidgetConfig {
  return {
    name,
    accent: settings.accent,
    position: settings.position,
    theme: settings.theme,
    language: settings.language,
    greeting: settings.greeting,
    reply_time: settings.reply_time,
    offline_text: settings.offline_text,
    pre_chat: preChatFields(settings.pre_chat),
    require_email: settings.require_email,
  };
}
