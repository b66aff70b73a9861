/** Which websites may show a widget. Compared as browsers write an origin: scheme, host, port. */

/** `https://*.example.com` covers every subdomain, not the bare domain. An empty list allows any website. */
export function isAllowedOrigin(origin: string | null | undefined, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const asked = parse(origin);
  if (!asked) return false;
  return allowed.some((entry) => {
    const rule = parse(entry.trim().replace("://*.", "://wildcard."));
    if (!rule || rule.protocol !== asked.protocol || rule.port !== asked.port) return false;
    if (!entry.includes("://*.")) return rule.hostname === asked.hostname;
    return asked.hostname.endsWith(rule.hostname.slice("wildcard".length));
  });
}

/** The value of `frame-ancestors` that lets the same websites embed the frame page. */
export function frameAncestors(allowed: readonly string[]): string {
  if (allowed.length === 0) return "*";
  const sources = allowed.flatMap((entry) => {
    const wildcard = entry.includes("://*.");
    const rule = parse(entry.trim().replace("://*.", "://wildcard."));
    return rule ? [wildcard ? rule.origin.replace("://wildcard.", "://*.") : rule.origin] : [];
  });
  return ["'self'", ...sources].join(" ");
}

function parse(text: string | null | undefined): URL | null {
  try {
    const url = new URL(text ?? "");
    return url.protocol === "http:" || url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}
