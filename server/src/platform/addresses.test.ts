import { describe, expect, test } from "vitest";
import { isReachable } from "./addresses.ts";

const refused = [
  // IPv4: this host, loopback, private, link-local and metadata, shared, special, multicast, reserved
  ...["0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
  ...["169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.1", "192.0.2.1"],
  ...["198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"],
  // other spellings of loopback
  ...["0177.0.0.1", "0x7f.0.0.1", "2130706433", "0x7f000001", "127.1"],
  // IPv6: unspecified, loopback, link-local, unique local, site-local, multicast, documentation, discard
  ...[
    "::",
    "::1",
    "0:0:0:0:0:0:0:1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
  ],
  // IPv4 in IPv6: mapped, compatible, translated, NAT64 (also the local one), 6to4, Teredo, ISATAP
  ...["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:169.254.169.254", "::127.0.0.1", "::7f00:1", "::ffff:0:127.0.0.1"],
  ...[
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
  ],
  ...["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:7f00:1"],
  // not addresses at all
  ...["", "localhost", "127.0.0.1.nip.io", "1.2.3.4.5", "::g"],
];
const reachable = [
  "1.1.1.1",
  "8.8.8.8",
  "93.184.215.14",
  "172.32.0.1",
  "100.128.0.1",
  "2606:4700:4700::1111",
  "2a00:1450:4001::1",
  "::ffff:8.8.8.8",
  "64:ff9b::8.8.8.8",
];
const inside = [
  "127.0.0.1",
  "10.0.0.1",
  "192.168.1.1",
  "172.16.0.1",
  "100.64.0.1",
  "::1",
  "fd12::1",
  "::ffff:10.0.0.1",
];

describe("an address a workspace may name", () => {
  test.each(refused)("%s is refused", (address) => expect(isReachable(address, false)).toBe(false));
  test.each(reachable)("%s is reachable", (address) => expect(isReachable(address, false)).toBe(true));
  test.each(inside)("%s is reachable where private hosts are allowed, and only there", (address) => {
    expect([isReachable(address, true), isReachable(address, false)]).toEqual([true, false]);
  });
  test.each([
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "fe80::1",
    "0.0.0.0",
    "168.63.129.16",
    "224.0.0.1",
    "64:ff9b::7f00:1",
  ])("%s stays refused where private hosts are allowed", (address) => expect(isReachable(address, true)).toBe(false));
});
