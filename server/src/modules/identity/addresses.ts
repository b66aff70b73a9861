/** Internet addresses as identity needs them: allow-lists, and who counts as one when attempts are counted. */
import ipaddr from "ipaddr.js";

/** An empty list allows every address. */
export function isAllowed(list: readonly string[], ip: string): boolean {
  if (list.length === 0) return true;
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return list.some((entry) => {
    const range = readRange(entry);
    return range !== null && range[0].kind() === address.kind() && address.match(range);
  });
}

/** An address or a network (`10.0.0.0/8`, `2001:db8::/32`), or null when it is neither. */
export function readRange(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  try {
    if (entry.includes("/")) return ipaddr.parseCIDR(entry);
    const address = ipaddr.process(entry);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    return null;
  }
}

/** Whoever has one IPv6 address has 2⁶⁴ of them, so these count as one. */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`).toString()}/64`;
}
