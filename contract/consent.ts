/** Over what a person may be written to or called, as they say yes or no to it. No I/O, no schemas: the browser reads it too. */
import type { identityKinds } from "./api/common.ts";

/** What consents speak of besides `*`, which stands for all. */
export const consentChannels = ["email", "chat", "sms", "voice", "social", "api"] as const;
export type ConsentChannel = (typeof consentChannels)[number];

/** The channels that reach an identity, the usual one first. */
export const consentChannelsOf: Record<(typeof identityKinds)[number], readonly ConsentChannel[]> = {
  email: ["email", "api"],
  phone: ["sms", "voice", "social", "api"],
  handle: ["social", "api"],
  visitor: ["chat"],
  user: ["chat", "api"],
};

const social = new Set(["whatsapp", "messenger", "instagram", "facebook", "telegram", "x", "line"]);

/** What people call a kind of channel when they say yes or no to it: all networks are one. */
export const consentChannelOf = (kind: string): string => (social.has(kind) ? "social" : kind);
