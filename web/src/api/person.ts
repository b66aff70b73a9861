/** Everything about one person beyond their fields: identities, notes, wishes, the one timeline, visits; and privacy. */
import type {
  CompanyTimelineItem,
  Consent,
  Contact,
  ContactConsentInput,
  ContactIdentityInput,
  ContactVisit,
  PrivacyPreview,
  PrivacyRequest,
  RecordNote,
} from "@omniflow/contract";
import { del, get, getPage, patch, post, put } from "./client.ts";
import { pathOf, type RecordKind } from "./records.ts";

const of = (id: string, part: string) => `/contacts/${id}/${part}`;

export const addIdentity = (id: string, input: ContactIdentityInput) => post<Contact>(of(id, "identities"), input);
export const verifyIdentity = (id: string, identityId: string, verified: boolean) =>
  patch<Contact>(of(id, `identities/${identityId}`), { verified });
export const removeIdentity = (id: string, identityId: string) => del<unknown>(of(id, `identities/${identityId}`));
export const moveIdentity = (id: string, identityId: string, to: string) =>
  post<unknown>(of(id, `identities/${identityId}/move`), { to });

type RecordOwner = { kind: RecordKind; id: string };
const notesOf = ({ kind, id }: RecordOwner, noteId?: string) =>
  `${pathOf(kind)}/${id}/notes${noteId ? `/${noteId}` : ""}`;

export const listNotes = (of: RecordOwner, cursor: string | null, signal?: AbortSignal) =>
  getPage<RecordNote>(notesOf(of), { query: { cursor, limit: 20 }, signal });
export const addNote = (of: RecordOwner, text: string) => post<RecordNote>(notesOf(of), { text });
export const editNote = (of: RecordOwner, noteId: string, text: string) =>
  patch<RecordNote>(notesOf(of, noteId), { text });
export const removeNote = (of: RecordOwner, noteId: string) => del<unknown>(notesOf(of, noteId));

export const listConsents = (id: string, signal?: AbortSignal) => get<Consent[]>(of(id, "consents"), { signal });
export const setConsent = (id: string, input: ContactConsentInput) => put<unknown>(of(id, "consents"), input);

export const listRecordTimeline = ({ kind, id }: RecordOwner, cursor: string | null, signal?: AbortSignal) =>
  getPage<CompanyTimelineItem>(`${pathOf(kind)}/${id}/timeline`, { query: { cursor, limit: 30 }, signal });
export const listVisits = (id: string, signal?: AbortSignal) => get<ContactVisit[]>(of(id, "visits"), { signal });

export const previewDeletion = (id: string, signal?: AbortSignal) => get<PrivacyPreview>(of(id, "privacy"), { signal });
export const requestArchive = (id: string) => post<PrivacyRequest>(of(id, "archive"));
export const getPrivacyRequest = (id: string, signal?: AbortSignal) =>
  get<PrivacyRequest>(`/privacy-requests/${id}`, { signal });
export const deletePerson = (id: string) => del<PrivacyRequest>(`/contacts/${id}`);
