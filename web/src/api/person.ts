/** Everything about one person beyond their fields: identities, notes, wishes, the one timeline, visits; and privacy. */
import type {
  Consent,
  Contact,
  ContactConsentInput,
  ContactIdentityInput,
  ContactTimelineItem,
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

type NoteOwner = { kind: RecordKind; id: string };
const notesOf = ({ kind, id }: NoteOwner, noteId?: string) =>
  `${pathOf(kind)}/${id}/notes${noteId ? `/${noteId}` : ""}`;

export const listNotes = (of: NoteOwner, cursor: string | null, signal?: AbortSignal) =>
  getPage<RecordNote>(notesOf(of), { query: { cursor, limit: 20 }, signal });
export const addNote = (of: NoteOwner, text: string) => post<RecordNote>(notesOf(of), { text });
export const editNote = (of: NoteOwner, noteId: string, text: string) =>
  patch<RecordNote>(notesOf(of, noteId), { text });
export const removeNote = (of: NoteOwner, noteId: string) => del<unknown>(notesOf(of, noteId));

export const listConsents = (id: string, signal?: AbortSignal) => get<Consent[]>(of(id, "consents"), { signal });
export const setConsent = (id: string, input: ContactConsentInput) => put<unknown>(of(id, "consents"), input);

export const listTimeline = (id: string, cursor: string | null, signal?: AbortSignal) =>
  getPage<ContactTimelineItem>(of(id, "timeline"), { query: { cursor, limit: 30 }, signal });
export const listVisits = (id: string, signal?: AbortSignal) => get<ContactVisit[]>(of(id, "visits"), { signal });

export const previewDeletion = (id: string, signal?: AbortSignal) => get<PrivacyPreview>(of(id, "privacy"), { signal });
export const requestArchive = (id: string) => post<PrivacyRequest>(of(id, "archive"));
export const getPrivacyRequest = (id: string, signal?: AbortSignal) =>
  get<PrivacyRequest>(`/privacy-requests/${id}`, { signal });
export const deletePerson = (id: string) => del<PrivacyRequest>(`/contacts/${id}`);
