import { ticketFields } from "./tickets/work.ts";

/** Who and what the sample workspace has: a shop for coffee gear, its three teams, its channels and its customers. */

export const members = {
  mara: { name: "Mara Lindqvist", role: "supervisor", teams: ["support"], availability: "online" },
  jonas: { name: "Jonas Weber", role: "agent", teams: ["support"], availability: "online" },
  elena: { name: "Elena Petrova", role: "agent", teams: ["support"], availability: "away" },
  priya: { name: "Priya Raman", role: "agent", teams: ["sales"], availability: "online" },
  tom: { name: "Tom Okafor", role: "agent", teams: ["success"], availability: "offline" },
} as const;
export type MemberKey = keyof typeof members;

export const teams = {
  support: { name: "Support", description: "Orders, repairs and everything that does not brew." },
  sales: { name: "Sales", description: "Offers for cafés, offices and resellers." },
  success: { name: "Success", description: "Cafés with a service contract." },
} as const;
export type TeamKey = keyof typeof teams;

export const tags: Record<string, string> = {
  refund: "red",
  shipping: "blue",
  repair: "orange",
  warranty: "purple",
  wholesale: "green",
  beans: "yellow",
  vip: "pink",
  bug: "red",
  praise: "green",
  invoice: "gray",
};

export const domain = "brewhaus.example";

/** `address` is completed with the workspace's own mark, since an installation receives for an address once. */
export const channels = {
  mail: {
    kind: "email",
    name: "Support mail",
    address: "help",
    team: "support",
    signature: "Brewhaus Support · brewhaus.example",
  },
  orders: {
    kind: "email",
    name: "Sales mail",
    address: "sales",
    team: "sales",
    signature: "Brewhaus Sales · brewhaus.example",
  },
  chat: { kind: "chat", name: "Shop chat", address: null, team: "support", signature: "" },
  whatsapp: { kind: "api", name: "WhatsApp", address: null, team: "support", signature: "" },
} as const;
export type ChannelKey = keyof typeof channels;

/** What the shop wants to know beyond what we thought of. */
export const fields = [
  ...ticketFields,
  {
    record: "contact",
    key: "coffee_machine",
    label: "Coffee machine",
    type: "choice",
    options: ["Brewhaus One", "Brewhaus Duo", "Filter One", "None yet"],
  },
  { record: "contact", key: "newsletter", label: "Newsletter", type: "checkbox", options: [] },
  { record: "company", key: "cafes", label: "Cafés", type: "number", options: [] },
  { record: "company", key: "contract", label: "Contract", type: "choice", options: ["Service", "Wholesale", "Trial"] },
] as const;

type Company = {
  name: string;
  domain: string;
  tier?: string;
  owner?: MemberKey;
  fields?: Record<string, unknown>;
  note?: { by: MemberKey; text: string };
};
const companyList = {
  obi: {
    name: "Obi Café Group",
    domain: "obicafe.example",
    tier: "VIP",
    owner: "tom",
    fields: { cafes: 14, contract: "Service" },
    note: { by: "tom", text: "Engineer within eight hours, by contract. Invoices go to accounts, never to Nkechi." },
  },
  kantoor: {
    name: "Kantoorkoffie BV",
    domain: "kantoorkoffie.example",
    tier: "Silver",
    owner: "priya",
    fields: { contract: "Trial" },
  },
  thirdwave: {
    name: "Third Wave Roasters",
    domain: "thirdwave.example",
    tier: "Gold",
    owner: "priya",
    fields: { cafes: 3, contract: "Wholesale" },
  },
  keller: {
    name: "Keller Bürowelten AG",
    domain: "kellerbueros.example",
    tier: "Gold",
    owner: "priya",
    fields: { contract: "Wholesale" },
  },
  nakamura: { name: "Nakamura Design", domain: "nakamuradesign.example" },
  grind: { name: "The Grind Magazine", domain: "thegrindmag.example" },
  swift: { name: "SwiftParcel", domain: "swiftparcel.example" },
} satisfies Record<string, Company>;
export type CompanyKey = keyof typeof companyList;
export const companies: Record<CompanyKey, Company> = companyList;

type Contact = {
  name: string;
  email?: string;
  phone?: string;
  /** Came through the chat widget. */
  visitor?: true;
  language: string;
  zone?: string;
  tier?: string;
  company?: CompanyKey;
  fields?: Record<string, unknown>;
};

const contactList = {
  aylin: {
    name: "Aylin Demir",
    email: "aylin.demir@postfach.example",
    language: "de",
    zone: "Europe/Berlin",
    fields: { coffee_machine: "Brewhaus One", newsletter: true },
  },
  george: {
    name: "George Whitfield",
    email: "g.whitfield@mailbox.example",
    language: "en",
    zone: "Europe/London",
    fields: { coffee_machine: "Filter One" },
  },
  claire: {
    name: "Claire Fournier",
    email: "claire.fournier@courriel.example",
    language: "fr",
    zone: "Europe/Paris",
    fields: { newsletter: true },
  },
  hana: { name: "佐藤 花", email: "hana.sato@denshi.example", language: "ja", zone: "Asia/Tokyo" },
  diego: { name: "Diego Álvarez", phone: "+34600111222", language: "es", zone: "Europe/Madrid" },
  nkechi: {
    name: "Nkechi Obi",
    email: "nkechi@obicafe.example",
    language: "en",
    tier: "VIP",
    zone: "Africa/Lagos",
    company: "obi",
    fields: { coffee_machine: "Brewhaus Duo", newsletter: true },
  },
  ruben: {
    name: "Ruben de Vries",
    email: "ruben@kantoorkoffie.example",
    language: "nl",
    company: "kantoor",
    fields: { coffee_machine: "Filter One" },
  },
  sofia: { name: "Sofia Lindgren", email: "sofia.l@brevlada.example", language: "sv", zone: "Europe/Stockholm" },
  mateusz: { name: "Mateusz Kowalski", email: "m.kowalski@poczta.example", language: "pl", zone: "Europe/Warsaw" },
  emma: { name: "Emma Hughes", visitor: true, email: "emma.hughes@mailbox.example", language: "en" },
  visitor1: { name: "", visitor: true, language: "en" },
  visitor2: { name: "", visitor: true, language: "de" },
  lukas: { name: "Lukas Brandt", visitor: true, email: "lukas.brandt@postfach.example", language: "de" },
  yuki: { name: "Yuki Tanaka", visitor: true, language: "en" },
  olivia: { name: "Olivia Carter", phone: "+15125550143", language: "en", zone: "America/Chicago" },
  rahul: { name: "Rahul Mehta", phone: "+919820012345", language: "en", zone: "Asia/Kolkata" },
  giulia: { name: "Giulia Conti", phone: "+393331234567", language: "it", zone: "Europe/Rome" },
  ines: { name: "Inês Ferreira", phone: "+351912345678", language: "pt", zone: "Europe/Lisbon" },
  peter: { name: "Peter Novak", email: "peter.novak@posta.example", language: "hr", zone: "Europe/Zagreb" },
  frank: { name: "Frank Delaney", email: "fdelaney@mailbox.example", language: "en", zone: "Europe/Dublin" },
  amara: {
    name: "Amara Johnson",
    email: "amara@thirdwave.example",
    language: "en",
    tier: "Gold",
    company: "thirdwave",
    fields: { coffee_machine: "Brewhaus Duo", newsletter: true },
  },
  bruno: {
    name: "Bruno Keller",
    email: "einkauf@kellerbueros.example",
    language: "de",
    company: "keller",
    fields: { coffee_machine: "Brewhaus One" },
  },
  wei: { name: "Wei Zhang", email: "wei.zhang@youxiang.example", language: "zh", zone: "Asia/Shanghai" },
  omar: { name: "عمر حداد", email: "omar.haddad@barid.example", language: "ar", zone: "Asia/Amman" },
  ivy: { name: "Ivy Nakamura", email: "ivy@nakamuradesign.example", language: "en", company: "nakamura" },
  stefan: { name: "Stefan Ilić", email: "stefan.ilic@posta.example", language: "sr" },
  accounts: { name: "Accounts Payable, Obi Café Group", email: "ap@obicafe.example", language: "en", company: "obi" },
  courier: { name: "SwiftParcel Claims", email: "claims@swiftparcel.example", language: "en", company: "swift" },
  journalist: {
    name: "Dana Reyes",
    email: "dana@thegrindmag.example",
    language: "en",
    company: "grind",
    fields: { coffee_machine: "None yet" },
  },
  seo: { name: "Top Rank Agency", email: "hello@toprank-now.example", language: "en" },
  prince: { name: "Mr. Collins Trust", email: "trustfund@quickcash.example", language: "en" },
  lena: { name: "Lena Hoffmann", email: "lena.hoffmann@postfach.example", language: "de" },
  kofi: { name: "Kofi Mensah", phone: "+233201234567", language: "en" },
  anna: { name: "Anna Schmidt", visitor: true, email: "anna.schmidt@postfach.example", language: "de" },
} satisfies Record<string, Contact>;
export type ContactKey = keyof typeof contactList;
export const contacts: Record<ContactKey, Contact> = contactList;

export type FileKey = "pressure" | "invoice" | "orders" | "crack" | "warranty";
