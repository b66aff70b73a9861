/** How long a text is on a channel that sends it in segments (GSM 03.38): what each segment takes, and how many it makes. */

const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extended = new Set("^{}\\[~]|€\f");

export type SmsLength = {
  encoding: "gsm" | "unicode";
  /** Units used: seven-bit characters, or UTF-16 code units. */
  units: number;
  segments: number;
  /** Units that still fit into the last segment. */
  left: number;
  /** The first character that made it unicode; null for gsm. */
  cause: string | null;
};

/** A segment of several loses room to the header that joins them. */
const room = { gsm: { one: 160, many: 153 }, unicode: { one: 70, many: 67 } } as const;

export function smsLength(text: string): SmsLength {
  const characters = [...text];
  const cause = characters.find((character) => !basic.has(character) && !extended.has(character)) ?? null;
  const encoding = cause === null ? "gsm" : "unicode";
  const sizes = characters.map((character) =>
    encoding === "unicode" ? character.length : extended.has(character) ? 2 : 1,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { one, many } = room[encoding];
  if (units === 0) return { encoding, units, segments: 0, left: one, cause };
  if (units <= one) return { encoding, units, segments: 1, left: one - units, cause };
  // A character of two units is never cut in half.
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > many) {
      segments++;
      used = 0;
    }
    used += size;
  }
  return { encoding, units, segments, left: many - used, cause };
}
