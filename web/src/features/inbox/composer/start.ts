/** What was written before a reload, or without a network: drafts come back, and what waits goes out. */
import type { QueryClient } from "@tanstack/react-query";
import { whenIdle } from "../../../lib/idle.ts";
import { backUpDrafts } from "./draft-backup.ts";
import { startOutbox } from "./outbox.ts";
import { outboxHandlers } from "./send.ts";

export function startSending(client: QueryClient, memberId: string): () => void {
  const stops = [
    whenIdle(() => void import("./waiting-files.ts").then(({ sweepFiles }) => sweepFiles()).catch(() => {})),
    backUpDrafts(memberId),
    startOutbox(memberId, outboxHandlers(client)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
