/** Which network addresses a call made on behalf of a workspace may reach. */
import ipaddr from "ipaddr.js";

/** Refused even where private addresses are allowed: cloud metadata lives there, or nothing that answers. */
const neverReachable = new Set(["linkLocal", "unspecified", "broadcast", "multicast", "reserved", "discard"]);
/** Inside the house: reachable only when the installation says so. */
const privateRanges = new Set(["private", "loopback", "carrierGradeNat", "uniqueLocal"]);
/** Public by its number, and yet the metadata service of one cloud. */
const metadataAddresses = new Set(["168.63.129.16"]);
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** Whether `address` (an IPv4 or IPv6 literal) may be connected to. Anything that cannot be read may not. */
export function isReachable(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return parsed.kind() === "ipv4"
    ? isReachable4(parsed as ipaddr.IPv4, allowPrivate)
    : isReachable6(parsed as ipaddr.IPv6, allowPrivate);
}

function isReachable4(address: ipaddr.IPv4, allowPrivate: boolean): boolean {
  const range = address.range();
  if (metadataAddresses.has(address.toString()) || neverReachable.has(range)) return false;
  return range === "unicast" || (allowPrivate && privateRanges.has(range));
}

function isReachable6(address: ipaddr.IPv6, allowPrivate: boolean): boolean {
  const range = address.range();
  // An IPv4 address in other clothes is judged as what it is: mapped, or behind a NAT64 gateway.
  if (range === "ipv4Mapped") return isReachable4(address.toIPv4Address(), allowPrivate);
  if (range === "rfc6052") return isReachable4(new ipaddr.IPv4(address.toByteArray().slice(12)), false);
  if (allowPrivate && privateRanges.has(range)) return true;
  // Tunnels (6to4, Teredo, ISATAP) hide where they end, so they are refused with every special range.
  return range === "unicast" && address.match(globalUnicast) && !isIsatap(address);
}

function isIsatap(address: ipaddr.IPv6): boolean {
  return address.parts[5] === 0x5efe && (address.parts[4] === 0 || address.parts[4] === 0x200);
}
