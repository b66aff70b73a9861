/** Places inside the house in many spellings, and a listener there that counts who comes. */
import { createServer } from "node:net";
import { hostname } from "node:os";
import { freePort } from "./ports.ts";

/** Above all this machine itself: as numbers, in other scripts, mapped into IPv6, with what parsers stumble over. */
export const innerAddresses: readonly string[] = `
  127.0.0.1 127.1 127.255.255.254 0 0.0.0.0 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1 127.0.0.1. 127.000.000.001
  １２７.０.０.１ 127。0。0。1 localhost LOCALHOST localhost. foo.localhost ip6-localhost localhost.localdomain ${hostname()}
  ::1 [::1] :: 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: fe80::1 fd00::1
  169.254.169.254 168.63.129.16 100.100.100.200 100.64.0.1 10.0.0.1 172.16.0.1 192.168.0.1 192.0.0.1 198.18.0.1 224.0.0.1
  255.255.255.255 127.0.0.1%00.example.com 127.0.0.1/x a@127.0.0.1`
  .trim()
  .split(/\s+/);

/** As the host of a URL. */
export const inUrl = (host: string): string => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);

export type Probe = { port: number; knocks(): number; close(): void };

/** Listens on both loopback addresses, where nothing of a workspace may ever call. */
export async function openProbe(): Promise<Probe> {
  const port = await freePort();
  let knocks = 0;
  const servers = ["127.0.0.1", "::1"].map((host) => {
    const server = createServer((socket) => {
      knocks++;
      socket.destroy();
    });
    const open = new Promise<void>((done) => {
      // A machine without IPv6 has one door less.
      server.once("error", () => done());
      server.listen(port, host, done);
    });
    return { server, open };
  });
  await Promise.all(servers.map(({ open }) => open));
  return {
    port,
    knocks: () => knocks,
    close: () => {
      for (const { server } of servers) server.close();
    },
  };
}
