/** Mail domains, pure: what a domain looks like, and which ones say nothing about where somebody works. */
import emailProviders from "email-providers/all.json" with { type: "json" };
import { AppError } from "../../errors.ts";

/** Providers the list does not know. */
const more = [
  "posteo.de",
  "posteo.net",
  "fastmail.com",
  "fastmail.fm",
  "tutanota.com",
  "tutanota.de",
  "tuta.com",
  "tuta.io",
  "tutamail.com",
  "duck.com",
  "hey.com",
  "skiff.com",
  "mailfence.com",
  "disroot.org",
  "riseup.net",
  "privaterelay.appleid.com",
  "users.noreply.github.com",
];
/** In the list, yet nobody's mailbox: reserved for examples, or a company like any other. */
const ordinary = ["example.com", "example.org", "example.net", "test.com", "alibaba.com", "about.com", "space.com"];

const free = new Set([...(emailProviders as string[]), ...more]);
for (const domain of ordinary) free.delete(domain);

/** `gmail.com` and its like: everybody can have an address there. */
export const isFreeMail = (domain: string): boolean => free.has(domain);

/** The domain of a mail address that may say where somebody works; null for providers and what is no address. */
export function domainOf(address: string): string | null {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return domain && address.includes("@") && !isFreeMail(domain) ? domain : null;
}

/** `https://www.Acme.com/about` and `@acme.com` mean acme.com. @throws AppError validation_failed */
export function cleanDomain(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^[^@/]*@/, "")
    .replace(/[/?#:].*$/, "")
    .replace(/^www\./, "")
    .replace(/\.$/, "");
  const domain = URL.canParse(`http://${bare}`) ? new URL(`http://${bare}`).hostname : bare;
  if (!/^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(domain))
    throw new AppError("validation_failed", `“${text.trim()}” is not a domain such as acme.com.`, { field: "domains" });
  if (isFreeMail(domain))
    throw new AppError(
      "validation_failed",
      `Everybody can have an address at ${domain}, so it cannot say who works for a company.`,
      { field: "domains" },
    );
  return domain;
}
