/** Contacts: the person on the other end, with identities, notes, wishes, segments and whom they were merged with. */
export { bulkEditTasks } from "./bulk.ts";
export { addContact, applyContactChange, createContact } from "./change.ts";
export { everyChannel, optOutProblem, setConsent } from "./consents.ts";
export {
  addConsents,
  consentChanged,
  consentKey,
  readConsents,
  resetConsents,
  type SaidConsent,
} from "./consents-of-many.ts";
export { findDuplicates, scanContacts } from "./duplicates/find.ts";
export { compileContactFilter, contactsMatching } from "./filter.ts";
export { contactsNamed, listContacts, selectContacts } from "./list.ts";
export { cleanLanguage, cleanTimeZone } from "./locale.ts";
export { lockKeys } from "./locks.ts";
export { listNotes } from "./notes.ts";
export {
  type ContactRow,
  cleanName,
  contactColumns,
  contactGroup,
  findContact,
  lockContact,
  normalisePhone,
} from "./queries.ts";
export { contactRoutes } from "./routes.ts";
export { contactView } from "./views.ts";
