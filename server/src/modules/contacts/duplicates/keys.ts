/** By what two contacts can be told to be one person, pure: each property in the one spelling all its spellings have in common. */

export type DuplicateKey = { kind: "email" | "phone" | "name_company"; key: string; value: string };

/** How sure each kind of evidence makes us, of a hundred. */
export const weights = { email: 90, phone: 80, name_company: 60 } as const;

const samePlace: Record<string, string> = {
  "googlemail.com": "gmail.com",
  "pm.me": "proton.me",
  "protonmail.com": "proton.me",
};
const dotsMeanNothing = new Set(["gmail.com"]);

/** `John.Doe+shop@googlemail.com` → `johndoe@gmail.com`. Null for what is no address. */
export function emailKey(address: string): string | null {
  const at = address.lastIndexOf("@");
  if (at < 1) return null;
  const given = address.slice(at + 1).toLowerCase();
  const domain = samePlace[given] ?? given;
  const name = address.slice(0, at).toLowerCase().split("+")[0]!;
  const local = dotsMeanNothing.has(domain) ? name.replaceAll(".", "") : name;
  return local && domain ? `${local}@${domain}` : null;
}

/** The national number: `+49 30 1234567`, `0049301234567` and `030 1234567` end alike. Null for what is too short to say anything. */
export function phoneKey(number: string): string | null {
  const digits = number.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= 8 ? digits.slice(-8) : null;
}

/** Different numbers may end alike: only when one is the end of the other, or both say the same country. */
export function isSamePhone(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/[^\d+]/g, "").replace(/^00/, "+");
  const [x, y] = [plain(a), plain(b)];
  if (x === y) return true;
  const national = (text: string) => text.replace(/^\+/, "").replace(/^0+/, "");
  if (x.startsWith("+") && y.startsWith("+")) return false;
  return national(x).endsWith(national(y)) || national(y).endsWith(national(x));
}

/** A full name (two words at least) at one company. */
export const nameCompanyKey = (sortName: string, companyId: string | null): string | null => {
  const words = sortName
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ")
    .filter(Boolean);
  return companyId && words.length >= 2 ? `${words.sort().join(" ")} ${companyId}` : null;
};

export type Person = {
  sort_name: string;
  name: string;
  company_id: string | null;
  identities: { kind: string; value: string }[];
};

export function keysOf(person: Person): DuplicateKey[] {
  const keys: DuplicateKey[] = [];
  for (const { kind, value } of person.identities) {
    const key = kind === "email" ? emailKey(value) : kind === "phone" ? phoneKey(value) : null;
    if (key) keys.push({ kind: kind as "email" | "phone", key, value });
  }
  const named = nameCompanyKey(person.sort_name, person.company_id);
  if (named) keys.push({ kind: "name_company", key: named, value: person.name });
  return [...new Map(keys.map((key) => [`${key.kind} ${key.key}`, key])).values()];
}
