/** English is the source of truth for keys: a key that is not in its files does not compile. */
import "i18next";
import type auth from "./en/auth.json";
import type common from "./en/common.json";
import type contacts from "./en/contacts.json";
import type frame from "./en/frame.json";
import type handling from "./en/handling.json";
import type imports from "./en/imports.json";
import type inbox from "./en/inbox.json";
import type keyboard from "./en/keyboard.json";
import type notifications from "./en/notifications.json";
import type onboarding from "./en/onboarding.json";
import type people from "./en/people.json";
import type records from "./en/records.json";
import type responses from "./en/responses.json";
import type settings from "./en/settings.json";
import type tickets from "./en/tickets.json";
import type timeline from "./en/timeline.json";
import type triage from "./en/triage.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    returnNull: false;
    resources: {
      common: typeof common;
      frame: typeof frame;
      auth: typeof auth;
      onboarding: typeof onboarding;
      records: typeof records;
      responses: typeof responses;
      settings: typeof settings;
      handling: typeof handling;
      inbox: typeof inbox;
      people: typeof people;
      imports: typeof imports;
      contacts: typeof contacts;
      timeline: typeof timeline;
      tickets: typeof tickets;
      triage: typeof triage;
      notifications: typeof notifications;
      keyboard: typeof keyboard;
    };
  }
}
