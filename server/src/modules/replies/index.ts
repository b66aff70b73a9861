/** Replies: how an answer leaves, the outbox that sends it, and the automatic first answer. */
export { autoReplyReaction, sendAutoReplies } from "./auto-reply.ts";
export { aboutBeginning } from "./beginning.ts";
export { enqueueSending, sendMessages, sendTask, sweepOutbox } from "./outbox.ts";
export { fillMarked } from "./preview.ts";
export { queueMessage } from "./queue.ts";
export { writeReply } from "./reply.ts";
export { replyRoutes } from "./routes.ts";
export { listReplyRoutes } from "./routing.ts";
export { fillLines } from "./signature.ts";
export {
  type About,
  customValues,
  type Filling,
  splitName,
  type TemplateSource,
  templateSources,
  templateValues,
} from "./template-values.ts";
