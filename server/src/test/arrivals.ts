/** A message as a channel hands it over, for tests that need a conversation and not the channel. */
import { newId } from "../platform/uuid.ts";

/** The plainest there is, from somebody nobody knows yet, without its connection. */
export const plainArrival = () => ({
  messageId: newId(),
  externalId: newId(),
  thread: null as string | null,
  inReplyTo: [] as string[],
  others: [],
  subject: "",
  replySubject: "",
  text: "hi",
  html: null,
  quotedText: null,
  quotedHtml: null,
  files: [],
  sentAt: new Date(),
  ours: false,
  automatic: null,
  details: null,
  spam: false,
});
