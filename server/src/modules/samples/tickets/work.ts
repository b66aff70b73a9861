/** The tickets of the sample workspace: work that outlives a conversation, spans several, or needs another team. */
import type { Priority, TicketLinkKind, TicketStatus } from "@omniflow/contract";
import type { ContactKey, MemberKey, TeamKey } from "../people.ts";
import type { Who } from "../story.ts";

export type TypeKey = "repair" | "refund" | "claim";
/** Types with the fields their forms have; only what belongs to it is asked for. */
export const ticketTypes = {
  repair: {
    name: "Repair",
    description: "Machines and grinders that need a part, an engineer or an exchange.",
    team: "support",
    priority: "normal",
    fields: [
      { key: "serial_number", required: true, on_form: true },
      { key: "under_warranty", required: false, on_form: true },
    ],
  },
  refund: {
    name: "Refund",
    description: "Money back: what for, and how much.",
    team: "support",
    priority: "high",
    fields: [{ key: "refund_amount", required: true, on_form: false }],
  },
  claim: {
    name: "Carrier claim",
    description: "Parcels that were lost or broken on the way.",
    team: "support",
    priority: "normal",
    fields: [{ key: "claim_number", required: false, on_form: false }],
  },
} as const satisfies Record<TypeKey, object>;

export const ticketFields = [
  { record: "ticket", key: "serial_number", label: "Serial number", type: "text", options: [] },
  { record: "ticket", key: "under_warranty", label: "Under warranty", type: "checkbox", options: [] },
  { record: "ticket", key: "refund_amount", label: "Amount", type: "number", options: [] },
  { record: "ticket", key: "claim_number", label: "Claim number", type: "text", options: [] },
] as const;

/** Where it went, so many hours after it was made. */
type Move = { after: number; by: Who; to: TicketStatus };
export type Work = {
  key: string;
  title: string;
  description: string;
  type?: TypeKey;
  priority: Priority;
  by: MemberKey;
  assignee?: Who;
  team?: TeamKey;
  tags: string[];
  fields?: Record<string, unknown>;
  /** The customers whose conversations it is about; a part of the subject where one has several. */
  about: [ContactKey, string?][];
  contacts?: ContactKey[];
  followers?: Who[];
  moves?: Move[];
  checklist?: [text: string, done?: true][];
  notes?: { after: number; by: Who; text: string }[];
  /** What this one is to the other. */
  links?: [TicketLinkKind, string][];
};

export const works: readonly Work[] = [
  {
    key: "ikeja",
    title: "Ikeja: two Duo machines dead after a power cut",
    description:
      "<p>Two of four machines stopped heating after the power cut at 14:20. Service contract with <strong>eight hours</strong>, Saturday is their busiest day.</p><ul><li>Surge suspected, both on the same circuit</li><li>The visit is included and must not be invoiced</li></ul>",
    type: "repair",
    priority: "urgent",
    by: "mara",
    assignee: "me",
    team: "success",
    tags: ["vip", "repair"],
    fields: { serial_number: "DUO-21-0931, DUO-21-0940", under_warranty: false },
    about: [["nkechi"]],
    contacts: ["accounts"],
    followers: ["mara", "tom"],
    moves: [{ after: 0.4, by: "tom", to: "in_progress" }],
    checklist: [
      ["Book the engineer in Lagos", true],
      ["Reserve two loan machines", true],
      ["Call Nkechi in the morning"],
      ["Check the surge protection of the circuit"],
      ["Close without an invoice"],
    ],
    notes: [
      { after: 0.6, by: "tom", text: "Boards for both machines are in the showroom; the engineer takes them along." },
    ],
  },
  {
    key: "surge",
    title: "Offer surge protection to all fourteen Obi cafés",
    description: "<p>After Ikeja. One page, one price per café, with installation by the next service visit.</p>",
    priority: "normal",
    by: "tom",
    assignee: "priya",
    team: "sales",
    tags: ["vip", "wholesale"],
    about: [],
    contacts: ["nkechi"],
    links: [["parent", "ikeja"]],
  },
  {
    key: "athlone",
    title: "SwiftParcel: lost in the Athlone depot",
    description:
      "<p>Parcel of BH-2874 (grinder, €389.00). The claim went out under the wrong tracking number, so it was never looked for. Customer has his money and a new grinder; what is left is the carrier.</p>",
    type: "claim",
    priority: "high",
    by: "jonas",
    assignee: "mara",
    team: "support",
    tags: ["shipping", "refund"],
    fields: { claim_number: "SP-55210" },
    about: [["frank"], ["courier"]],
    followers: ["jonas"],
    moves: [
      { after: 2, by: "mara", to: "in_progress" },
      { after: 26, by: "mara", to: "waiting" },
    ],
    checklist: [
      ["File the claim again with the right number", true],
      ["Refund the customer", true],
      ["Send invoice and statement to SwiftParcel"],
    ],
    notes: [
      { after: 25, by: "mara", text: "Mr Delaney's statement is missing. Deadline is two weeks from their mail." },
    ],
  },
  {
    key: "double",
    title: "Second payment for BH-3120",
    description: "<p>Two authorisations on one day, one capture. Does the second one drop off by itself?</p>",
    type: "refund",
    priority: "high",
    by: "jonas",
    assignee: "me",
    team: "support",
    tags: ["invoice", "refund"],
    fields: { refund_amount: 64.5 },
    about: [["george", "Charged"]],
    checklist: [["Ask finance whether it was captured"], ["Tell the customer"]],
  },
  {
    key: "screen",
    title: "Presso of 2022: shower screens clog",
    description:
      "<p>Pressure rises past 9 bar when warm. Cleaning helps for a while. <em>Third report this quarter</em>: worth a look at the mesh.</p>",
    type: "repair",
    priority: "normal",
    by: "jonas",
    team: "support",
    tags: ["repair"],
    fields: { serial_number: "PR-22-11873", under_warranty: true },
    about: [["aylin"]],
    followers: ["elena"],
  },
  {
    key: "burrs",
    title: "Mahl 64: broken burr, new pair sent",
    description: "<p>Four red blinks, one burr with a broken edge. Exchanged free of charge.</p>",
    type: "repair",
    priority: "normal",
    by: "elena",
    assignee: "elena",
    team: "support",
    tags: ["repair", "warranty"],
    fields: { serial_number: "M64-21-5502", under_warranty: true },
    about: [["mateusz"]],
    moves: [
      { after: 28, by: "elena", to: "waiting" },
      { after: 170, by: "elena", to: "resolved" },
      { after: 240, by: "elena", to: "closed" },
    ],
    checklist: [
      ["Ask for a picture", true],
      ["Send the burrs", true],
    ],
    links: [["related", "screen"]],
  },
  {
    key: "history",
    title: "App: days of the brew history end at midnight UTC",
    description: "<p>Seen in Honolulu, app 4.2.1 on Android 16. The fix is promised for 4.3.</p>",
    priority: "low",
    by: "mara",
    assignee: "tom",
    team: "success",
    tags: ["bug"],
    about: [["ivy"]],
    followers: ["mara"],
    moves: [{ after: 3, by: "tom", to: "waiting" }],
    notes: [{ after: 4, by: "tom", text: "Told the app team. It makes the streak counter wrong as well." }],
  },
  {
    key: "keller",
    title: "Keller: coffee for three sites over 36 months",
    description:
      "<p>Zürich 120, Bern 45, Basel 60 people. Renting and buying offered; they decide by the end of the month.</p>",
    priority: "high",
    by: "priya",
    assignee: "priya",
    team: "sales",
    tags: ["wholesale"],
    about: [["bruno"]],
    moves: [
      { after: 1, by: "priya", to: "in_progress" },
      { after: 53, by: "priya", to: "waiting" },
    ],
    checklist: [
      ["Cups per site", true],
      ["Service within eight hours in Basel?", true],
      ["Offer with both variants", true],
      ["Show the machines in Zürich"],
    ],
  },
  {
    key: "bags",
    title: "500 co-branded bags for the first week of December",
    description: "<p>Third Wave roasts, we bill. Logo on the front. The printer needs twelve working days.</p>",
    priority: "high",
    by: "priya",
    assignee: "priya",
    team: "sales",
    tags: ["wholesale", "beans"],
    about: [
      ["amara", "Co-branded"],
      ["amara", "Artwork"],
    ],
    moves: [{ after: 20, by: "priya", to: "in_progress" }],
    checklist: [["Reserve the slot at the printer", true], ["Artwork"], ["Proof to Amara"], ["Order"]],
    notes: [{ after: 24, by: "priya", text: "Gold is Pantone 871, 0.04 € a bag more. On us." }],
  },
  {
    key: "carafe",
    title: "Carafe arrived cracked, replacement on its way",
    description: "<p>Photo is in the conversation. Nothing to send back.</p>",
    type: "claim",
    priority: "normal",
    by: "elena",
    assignee: "elena",
    team: "support",
    tags: ["shipping"],
    about: [["sofia", "Carafe"]],
    moves: [{ after: 6, by: "elena", to: "resolved" }],
  },
  {
    key: "leaflet",
    title: "Leaflet: say that citric acid is fine, below 60 °C",
    description: "<p>Asked about twice a week. The leaflet only names our own descaler.</p>",
    priority: "low",
    by: "mara",
    team: "support",
    tags: [],
    about: [["george", "descaler"]],
  },
];
