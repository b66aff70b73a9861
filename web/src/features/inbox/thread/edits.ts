/** The earlier texts of a note, newest first. Pure. */
import type { Message } from "@omniflow/contract";

export type Edit = { at: string; by: string; text: string };

export function editsOf(message: Message): Edit[] {
  const edits = message.details?.edits;
  if (!Array.isArray(edits)) return [];
  const readable = edits.filter((one): one is Edit => typeof one?.at === "string" && typeof one.text === "string");
  return readable.toReversed();
}
