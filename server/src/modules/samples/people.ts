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

type Contact = {
  name: string;
  email?: string;
  phone?: string;
  /** Came through the chat widget. */
  visitor?: true;
  language: string;
  zone?: string;
  tier?: string;
  about?: Record<string, string>;
};

const contactList = {
  aylin: { name: "Aylin Demir", email: "aylin.demir@postfach.example", language: "de", zone: "Europe/Berlin" },
  george: { name: "George Whitfield", email: "g.whitfield@mailbox.example", language: "en", zone: "Europe/London" },
  claire: { name: "Claire Fournier", email: "claire.fournier@courriel.example", language: "fr", zone: "Europe/Paris" },
  hana: { name: "佐藤 花", email: "hana.sato@denshi.example", language: "ja", zone: "Asia/Tokyo" },
  diego: { name: "Diego Álvarez", phone: "+34600111222", language: "es", zone: "Europe/Madrid" },
  nkechi: {
    name: "Nkechi Obi",
    email: "nkechi@obicafe.example",
    language: "en",
    tier: "VIP",
    zone: "Africa/Lagos",
    about: { company: "Obi Café Group", cafes: "14" },
  },
  ruben: {
    name: "Ruben de Vries",
    email: "ruben@kantoorkoffie.example",
    language: "nl",
    about: { company: "Kantoorkoffie BV" },
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
    about: { company: "Third Wave Roasters" },
  },
  bruno: {
    name: "Bruno Keller",
    email: "einkauf@kellerbueros.example",
    language: "de",
    about: { company: "Keller Bürowelten AG" },
  },
  wei: { name: "Wei Zhang", email: "wei.zhang@youxiang.example", language: "zh", zone: "Asia/Shanghai" },
  omar: { name: "عمر حداد", email: "omar.haddad@barid.example", language: "ar", zone: "Asia/Amman" },
  ivy: { name: "Ivy Nakamura", email: "ivy@nakamuradesign.example", language: "en" },
  stefan: { name: "Stefan Ilić", email: "stefan.ilic@posta.example", language: "sr" },
  accounts: { name: "Accounts Payable, Obi Café Group", email: "ap@obicafe.example", language: "en" },
  courier: { name: "SwiftParcel Claims", email: "claims@swiftparcel.example", language: "en" },
  journalist: {
    name: "Dana Reyes",
    email: "dana@thegrindmag.example",
    language: "en",
    about: { company: "The Grind Magazine" },
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
