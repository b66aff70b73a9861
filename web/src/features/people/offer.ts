/** What the filter builder offers for people and for companies. */
import type { RecordKind } from "../../api/records.ts";
import type { Offer } from "../filters/fields.ts";

export const offers: Record<RecordKind, Offer> = {
  contact: {
    groups: {
      person: ["name", "email", "phone", "tier", "language", "time_zone", "blocked", "opted_out"],
      company: ["company", "company_name", "company_tier", "company_domain", "company_owner"],
      activity: ["has_open_conversation", "last_message_at", "last_seen_at", "created_at", "updated_at"],
    },
    owners: ["contact", "company"],
    first: "tier",
  },
  company: {
    groups: {
      company: ["name", "domain", "tier", "owner"],
      activity: ["has_contacts", "has_open_conversation", "created_at", "updated_at"],
    },
    owners: ["company"],
    first: "tier",
  },
};
