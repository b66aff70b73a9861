/** Cafés, offices and resellers: offers, contracts, a VIP with fourteen cafés, an invoice that bounces. */
import { answers, does, hears, notes, type Story } from "../story.ts";

export const business: Story[] = [
  {
    channel: "mail",
    contact: "nkechi",
    subject: "Two machines down in Ikeja — Saturday is our busiest day",
    start: { days: 1, at: "16:05" },
    unread: true,
    steps: [
      hears(
        "0m",
        "Hello Tom,\n\ntwo of the four Duo machines in our Ikeja café stopped heating this afternoon, one after the other. We had a power cut at 14:20 and I suspect the surge. Saturday is our busiest day: without them we lose about 400 cups.\n\nOur contract says eight hours. I also copied accounts, because last time the visit was invoiced although it is included.\n\nOpen orders of all cafés attached, in case your engineer can bring the beans along.\n\nNkechi Obi\nObi Café Group",
        { cc: ["accounts"], files: ["orders"] },
      ),
      does("3m", "mara", { priority: "urgent", team: "success", tags: ["vip", "repair"], assign: "tom" }),
      notes(
        "2m",
        "mara",
        "@Tom Okafor @me VIP, fourteen cafés, service contract Gold (8 h). If no engineer is free, we lend her two machines from the Lagos showroom.",
        "tom",
        "me",
      ),
      answers(
        "14m",
        "tom",
        "Hello Nkechi,\n\nI have it. A surge usually takes the main fuse on the heater board, which is a 20-minute repair. Segun is on his way and will be with you at 19:00 with four boards, and two loan machines are in the car in case it is more than that.\n\nIt is covered by your contract; nobody will invoice it. I have put a note on the account.\n\nTom",
        { state: "read" },
      ),
      hears(
        "3h",
        "Segun is here, first machine already heating. That was fast. Please keep the loan machines ready until tomorrow noon all the same.",
      ),
      notes(
        "5m",
        "tom",
        "Loan machines reserved until tomorrow 12:00. @me could you call her in the morning? I am on a plane.",
        "me",
      ),
      does("1m", "tom", { assign: "me" }),
    ],
  },
  {
    channel: "orders",
    contact: "bruno",
    subject: "Anfrage: Kaffeevollversorgung für drei Standorte",
    start: { days: 7, at: "08:30" },
    steps: [
      hears(
        "0m",
        "Sehr geehrte Damen und Herren,\n\nfür unsere drei Standorte (Zürich 120, Bern 45 und Basel 60 Mitarbeitende) suchen wir einen Anbieter für Maschinen, Bohnen und Wartung aus einer Hand. Bitte unterbreiten Sie uns ein Angebot für eine Laufzeit von 36 Monaten, getrennt nach Miete und Kauf, inklusive Reaktionszeiten.\n\nEinsendeschluss ist der Monatsletzte.\n\nFreundliche Grüsse\nBruno Keller\nLeiter Einkauf, Keller Bürowelten AG",
      ),
      does("12m", "priya", { assign: "priya", tags: ["wholesale"], priority: "high" }),
      answers(
        "1h",
        "priya",
        "Sehr geehrter Herr Keller,\n\nvielen Dank für Ihre Anfrage. Für ein genaues Angebot fehlen mir zwei Angaben: Wie viele Tassen werden je Standort und Tag etwa getrunken, und gibt es an allen Plätzen einen Festwasseranschluss?\n\nDen Entwurf bekommen Sie bis Freitag.\n\nPriya Raman",
      ),
      hears(
        "1d",
        "Guten Tag Frau Raman,\n\nca. 3 Tassen pro Person; Festwasser in Zürich und Bern, in Basel nicht.\n\nB. Keller",
      ),
      notes(
        "2h",
        "priya",
        "Rough sum: 675 cups a day. Two Duo XL in Zürich, one each in Bern and Basel (tank version). Margin ok at 36 months. @Mara Lindqvist can service cover Basel within 8 h?",
        "mara",
      ),
      notes("4h", "mara", "Yes, from Mulhouse."),
      answers(
        "1d",
        "priya",
        "Sehr geehrter Herr Keller,\n\nanbei unser Angebot mit beiden Varianten. Miete: 489 € je Monat für alle Standorte einschließlich Wartung mit 8 Stunden Reaktionszeit; Kauf: 13.900 € zuzüglich Wartungsvertrag. Bohnen jeweils 16,40 € je Kilogramm.\n\nGern zeige ich Ihnen die Maschinen in Zürich.\n\nPriya Raman",
        { state: "read" },
      ),
    ],
  },
  {
    channel: "orders",
    contact: "ruben",
    subject: "Reseller terms for the Netherlands",
    start: { days: 21, at: "13:15" },
    steps: [
      hears(
        "0m",
        "Hi,\n\nwe supply about 200 offices around Utrecht and would like to carry the Filter One. What are your reseller terms, and is there a minimum order?\n\nGroet,\nRuben de Vries",
      ),
      does("30m", "priya", { assign: "priya", tags: ["wholesale"] }),
      answers(
        "2h",
        "priya",
        "Hi Ruben,\n\nresellers get 28 % from ten pieces and 33 % from fifty, free delivery, 30 days to pay. There is no minimum after the first order of ten.\n\nShall I set you up an account?\nPriya",
      ),
      hears("3d", "Sounds fair. Yes please — VAT NL8123.45.678.B01."),
      answers("1h", "priya", "Done, you should have the invitation. Welcome aboard!"),
      does("2m", "priya", { status: "resolved" }),
    ],
  },
  {
    channel: "mail",
    contact: "accounts",
    subject: "Payment advice 11/2291",
    start: { days: 6, at: "10:00" },
    steps: [
      hears(
        "0m",
        "Please find below our payment advice. Invoices BH-3188, BH-3190 and BH-3201 will be settled on the 15th.\n\nThis mailbox is not monitored on weekends.",
      ),
      does("1h", "tom", { team: "success", assign: "tom", tags: ["invoice"] }),
      answers(
        "20m",
        "tom",
        "Thank you. Please note that BH-3190 was cancelled last week, the credit note is BH-G-119.\n\nTom",
        { state: "failed", reason: "The receiving server refused it: 552 5.2.2 mailbox full (ap@obicafe.example)" },
      ),
      notes("10m", "tom", "Bounced: their mailbox is full. I will tell Nkechi on the phone."),
    ],
  },
  {
    channel: "orders",
    contact: "amara",
    subject: "Co-branded bags for the winter blend?",
    start: { days: 13, at: "17:25" },
    steps: [
      hears(
        "0m",
        "Hey Priya,\n\nremember the idea from the fair? We'd do the roast, you'd do the subscription. I'd want our logo on the front, not the back :)\n\nCould we have 500 bags by the first week of December?\n\nAmara",
      ),
      does("15h", "priya", { assign: "priya", tags: ["wholesale", "beans"] }),
      answers(
        "1h",
        "priya",
        "Hey Amara,\n\nI remember, and I got a yes on the front. The printer needs twelve working days from the final artwork, so for the first week of December I need it by Friday next week. Template is here: https://brewhaus.example/print/bag-340.pdf\n\nPriya",
      ),
      hears("2d", "Artwork is with our designer. You'll have it Thursday."),
      answers("30m", "priya", "Wonderful. I have reserved the slot."),
      does("1m", "priya", { status: "pending" }),
    ],
  },
  {
    channel: "orders",
    contact: "journalist",
    subject: "Review unit for our home espresso round-up",
    start: { days: 3, at: "14:02" },
    steps: [
      hears(
        "0m",
        "Hello,\n\nI'm writing The Grind's annual home espresso round-up (print run 60,000, out in February) and would love to include the Presso. We keep units for three weeks and send them back in the original packaging.\n\nDeadline for arrival is two weeks from now.\n\nDana Reyes",
      ),
      does("1h", "priya", { assign: "priya" }),
      notes(
        "5m",
        "priya",
        "@Mara Lindqvist is there a unit without the old firmware? The last magazine got one with the noisy pump.",
        "mara",
      ),
      notes("50m", "mara", "Serial 22-4 and up are fine. I put 22-417 aside."),
    ],
  },
];
