/** Conversations: the one record. The way in (receive), what members do with it, and the delivery ledger. */
export { actionTasks } from "./actions/jobs.ts";
export { keep, type Undoable } from "./actions/note.ts";
export { actionRoutes } from "./actions/routes.ts";
export { type TicketHands, type TicketLeft, ticketHands } from "./actions/tickets.ts";
export { type Body, bodyOf } from "./body.ts";
export { allowChange, applyChange, getRow } from "./change.ts";
export { companyFeedRoutes } from "./company-feeds.ts";
export { applyReceipt, type DeliveryStep, isForward, recordSteps, setDelivery } from "./delivery/ledger.ts";
export { eventsOf, tellEvents } from "./event-lines.ts";
export { contactConversationRoutes, eventRoutes } from "./feeds.ts";
export { attachFiles, copyFiles, fileRoutes, insertFile, maxUpload, signedFileRoutes, sweepFiles } from "./files.ts";
export { followRoutes } from "./following.ts";
export { cleanHtml, escapeHtml, plainOf, storable, textOf } from "./html.ts";
export { mergeRoutes } from "./merging/routes.ts";
export { summarise } from "./merging/summary.ts";
export { listMessages, mergedSet, showMessage } from "./messages.ts";
export { alreadyWritten, authorName, authorType, writeNote } from "./notes.ts";
export type { Arrival, Received, ReceivingConnection } from "./receive/arrival.ts";
export { createIntake, type Intake } from "./receive/intake.ts";
export { previewOf } from "./receive/place.ts";
export { prepareArrival, storeFile } from "./receive/prepare.ts";
export { receiveMessages } from "./receive/receive.ts";
export { beforeEdge, cut, type Edge, type Line, type TimelineSource } from "./record-timeline.ts";
export { removalRoutes, removeConversations } from "./removing.ts";
export { type ConversationDependencies, conversationRoutes } from "./routes.ts";
export { changeView, createView, listViews, removeView, type ViewKind, viewRoutes } from "./saved-views.ts";
export {
  audienceOf,
  type ConversationState,
  filterVisible,
  lockConversation,
  requireVisible,
  viewPermissions,
  visibleTo,
} from "./scope.ts";
export { parseSearch, tsqueryOf } from "./search/parse.ts";
export { searchRoutes } from "./search/results.ts";
export { visibleView } from "./selection.ts";
export { changeTags, knownTags, tagRoutes } from "./tags.ts";
export {
  attachmentView,
  type FileRow,
  type Linker,
  linker,
  type MessageRow,
  messageView,
  withPictures,
} from "./views.ts";
export { wakeSnoozed } from "./waking.ts";
