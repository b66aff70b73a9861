/** Contacts: the person on the other end, and their identities. */
export { type ContactRow, cleanName, findContact, normalisePhone } from "./queries.ts";
export { contactRoutes } from "./routes.ts";
export { contactView } from "./views.ts";
