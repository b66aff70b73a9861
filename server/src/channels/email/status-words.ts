/** Enhanced status codes (RFC 3463) in words a member understands. */

const exact: Record<string, string> = {
  "1.1": "The address does not exist",
  "1.2": "The domain of the address does not exist",
  "1.3": "The address is not valid",
  "1.6": "The mailbox has moved",
  "1.10": "The domain accepts no mail",
  "2.1": "The mailbox is disabled",
  "2.2": "The mailbox is full",
  "2.3": "The message is too big for this mailbox",
  "3.4": "The message is too big for the receiving server",
  "4.1": "The receiving server does not answer",
  "4.4": "No server for this domain was found",
  "4.7": "It could not be delivered in time",
  "7.1": "The receiving server refuses our mail",
  "7.26": "The receiving server requires sender authentication (SPF or DKIM)",
};

const classes: Record<string, string> = {
  "1": "There is a problem with the address",
  "2": "There is a problem with the mailbox",
  "3": "The receiving server has a problem",
  "4": "The receiving server could not be reached",
  "5": "The servers did not understand each other",
  "6": "The receiving server cannot take this content",
  "7": "The receiving server refuses it by its policy",
};

const spoken: [RegExp, string][] = [
  [
    /user unknown|unknown user|no such (user|address)|does ?n[o']t exist|not found|recipient rejected|invalid recipient|mailbox unavailable/i,
    exact["1.1"]!,
  ],
  [/full|over ?quota|quota exceeded|insufficient storage/i, exact["2.2"]!],
  [/too (big|large)|size (limit|exceed)/i, exact["3.4"]!],
  [/spam|blocked|blacklist|blocklist|policy|reputation/i, exact["7.1"]!],
  [/timed? ?out|refused|unreachable|no route/i, exact["4.1"]!],
];

/** @param status like "5.1.1"; @param diagnostic the server's own words. */
export function failureWords(status: string | null, diagnostic: string | null): string {
  const [kind, subject, detail] = (status ?? "").split(".");
  const heard = () => spoken.find(([pattern]) => pattern.test(diagnostic ?? ""))?.[1];
  const words = exact[`${subject}.${detail}`] ?? heard() ?? classes[subject ?? ""] ?? "It could not be delivered";
  const reason = kind === "4" ? `${words}; the server tries again` : words;
  return reason;
}
