/** Canned responses: prewritten replies with variables, languages and actions; shared ones are approved before use. */
export { knownFields } from "./body.ts";
export { fillMailText } from "./fill-mail.ts";
export { mailLanguages } from "./mail-texts.ts";
export { responseRoutes } from "./routes.ts";
export { visibleResponse } from "./rules.ts";
export { starterResponses } from "./starters.ts";
export { responseSchedules, responseTasks } from "./upkeep.ts";
export { noteSent, responseUsedReaction } from "./usage.ts";
