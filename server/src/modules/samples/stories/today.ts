/** The last hours: what a member finds on arriving. */
import { answers, does, hears, notes, type Story } from "../story.ts";

export const today: Story[] = [
  {
    channel: "chat",
    contact: "yuki",
    start: { minutes: 6 },
    unread: true,
    steps: [
      hears("0m", "Hello! I'm on the checkout page and the button does nothing"),
      hears("30s", "Safari on iPad if that helps"),
    ],
  },
  {
    channel: "whatsapp",
    contact: "olivia",
    start: { minutes: 24 },
    unread: true,
    steps: [
      hears(
        "0m",
        "Me again! The parcel came to the NEW address, but the neighbours' grinder was in it 😂 BH-3096 instead of BH-3098. What now?",
      ),
    ],
  },
  {
    channel: "mail",
    contact: "sofia",
    subject: "Re: Newsletter: is the decaf roasted separately?",
    start: { minutes: 55 },
    unread: true,
    steps: [
      hears(
        "0m",
        "Hi!\n\nQuick question about the newsletter: is the Noche Clara roasted in a separate drum? My mother reacts to caffeine quite strongly.\n\nSofia",
      ),
    ],
  },
  {
    channel: "chat",
    contact: "anna",
    start: { minutes: 80 },
    steps: [
      hears("0m", "Hallo, kann ich einen Gutschein auch mit PayPal bezahlen?"),
      answers("2m", "elena", "Hallo Anna! Ja, Gutscheine gehen mit allen Zahlungsarten außer Rechnung.", {
        state: "read",
      }),
      hears("1m", "super danke"),
      does("3m", "elena", { assign: "elena", status: "resolved" }),
    ],
  },
  {
    channel: "mail",
    contact: "amara",
    subject: "Artwork for the winter blend",
    start: { minutes: 130 },
    unread: true,
    steps: [
      hears(
        "0m",
        "Hi Priya,\n\nartwork is ready, a day early. The gold is Pantone 871. If your printer cannot do metallic, tell me before you send it off — I'd rather have none than a yellow one.\n\nAmara",
      ),
      does("6m", "system", { team: "sales" }),
      does("3m", "priya", { assign: "priya", tags: ["wholesale"], priority: "high" }),
      notes("10m", "priya", "Printer does 871 for 0.04 € a bag more. Taking it on us."),
    ],
  },
  {
    channel: "mail",
    contact: "peter",
    subject: "Delivery note missing",
    start: { minutes: 200 },
    steps: [
      hears(
        "0m",
        "Hello, the gasket came, thank you, but there was no delivery note in the parcel and my accountant wants one. Peter",
      ),
      does("30m", "jonas", { assign: "me", tags: ["invoice"] }),
    ],
  },
];
