import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEgress, EgressError, type Resolver } from "./fetch.ts";

const seen: { url: string; method: string; headers: IncomingMessage["headers"] }[] = [];
const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  "/hello": (_request, response) => response.end("hello"),
  "/big": (_request, response) => response.end("x".repeat(5000)),
  "/big-stream": (_request, response) => {
    response.write("x".repeat(600));
    response.end("x".repeat(600));
  },
  "/bomb": (_request, response) => response.setHeader("content-encoding", "gzip").end(gzipSync("0".repeat(1_000_000))),
  "/slow": () => {},
  "/drip": (_request, response) => void response.write("a"),
  "/loop": (_request, response) => response.writeHead(302, { location: "/loop" }).end(),
  "/to-metadata": (_request, response) =>
    response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end(),
  "/to-file": (_request, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/to-other": (_request, response) =>
    response.writeHead(307, { location: `http://other.example:${port}/hello` }).end(),
  "/to-hello": (_request, response) => response.writeHead(302, { location: "/hello" }).end(),
};
const server = createServer((request, response) => {
  seen.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers });
  (answers[request.url ?? ""] ?? ((_, answer) => answer.writeHead(404).end()))(request, response);
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const names: Record<string, string[]> = {
  "private.example": ["10.1.2.3"],
  "mixed.example": ["93.184.215.14", "127.0.0.1"],
  "six.example": ["::ffff:127.0.0.1"],
  "metadata.example": ["169.254.169.254"],
};
const resolver: Resolver = async (host) => {
  const addresses = names[host];
  if (!addresses) throw new Error("ENOTFOUND");
  return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
};
const strict = createEgress({ allowPrivate: false, resolver });
/** Allows the loopback server under any name, so that what happens after the check can be seen. */
const loopback = createEgress({ allowPrivate: true, resolver: async () => [{ address: "127.0.0.1", family: 4 }] });
afterAll(() => Promise.all([strict.close(), loopback.close()]));

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error) => (error instanceof EgressError ? error.failure : String(error)),
  );

describe("what is refused", () => {
  const hosts = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::]",
    "[64:ff9b::7f00:1]",
  ];
  const urls = [
    ...hosts.map((host) => `http://${host}:PORT/hello`),
    "http://①②⑦.⓪.⓪.①:PORT/hello",
    "http://user:pass@127.0.0.1:PORT/hello",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    ...Object.keys(names).map((name) => `http://${name}:PORT/hello`),
    ...[
      "file:///etc/passwd",
      "ftp://example.com/",
      "gopher://127.0.0.1:6379/_INFO",
      "data:text/plain,x",
      "unix:/run/docker.sock",
      "not a url",
      "//no-scheme",
    ],
  ];
  test.each(urls)("%s", async (url) => {
    const before = seen.length;
    expect(await failureOf(strict.fetch(url.replace("PORT", String(port))))).toBe("blocked");
    expect(seen.length).toBe(before);
  });

  test("a name that answers differently the second time is connected to what was checked", async () => {
    let asked = 0;
    const rebinding = createEgress({
      allowPrivate: false,
      resolver: async () => [{ address: asked++ === 0 ? "192.0.2.1" : "127.0.0.1", family: 4 }],
    });
    const before = seen.length;
    expect(await failureOf(rebinding.fetch(`http://rebind.example:${port}/hello`))).toBe("blocked");
    expect(await failureOf(rebinding.fetch(`http://rebind.example:${port}/hello`))).toBe("blocked");
    expect([asked, seen.length]).toEqual([2, before]);
    await rebinding.close();
  });

  test("a redirect to the metadata service or out of HTTP, also where private hosts are allowed", async () => {
    expect(await failureOf(loopback.fetch(`http://a.example:${port}/to-metadata`))).toBe("blocked");
    expect(await failureOf(loopback.fetch(`http://a.example:${port}/to-file`))).toBe("blocked");
  });

  test("mail hosts with private addresses", async () => {
    expect(await failureOf(strict.resolvePublic("private.example"))).toBe("blocked");
    expect(await failureOf(strict.resolvePublic("127.0.0.1"))).toBe("blocked");
    expect(await failureOf(strict.resolvePublic("nowhere.example"))).toBe("unresolved");
  });
});

describe("what goes through", () => {
  const url = (path: string) => `http://a.example:${port}${path}`;

  test("an ordinary call, without the credentials of the address", async () => {
    const response = await loopback.fetch(url("/hello").replace("//", "//user:pass@"));
    expect([response.status, await response.text()]).toEqual([200, "hello"]);
    expect(seen.at(-1)?.headers.authorization).toBeUndefined();
  });

  test("redirects; another host gets no proof of who we are", async () => {
    await loopback.fetch(url("/to-hello"), { headers: { authorization: "Bearer x" } });
    expect(seen.at(-1)).toMatchObject({ url: "/hello", headers: { authorization: "Bearer x" } });
    await loopback.fetch(url("/to-other"), { headers: { authorization: "Bearer x", cookie: "a=b" } });
    expect(seen.at(-1)?.url).toBe("/hello");
    expect(seen.at(-1)?.headers).not.toHaveProperty("authorization");
    expect(seen.at(-1)?.headers).not.toHaveProperty("cookie");
  });

  test("a POST becomes a GET after 302 and stays one after 307", async () => {
    await loopback.fetch(url("/to-hello"), { method: "POST", body: "x" });
    expect(seen.at(-1)?.method).toBe("GET");
    await loopback.fetch(url("/to-other"), { method: "POST", body: "x" });
    expect(seen.at(-1)?.method).toBe("POST");
  });

  test("no more redirects, bytes or time than allowed", async () => {
    expect(await failureOf(loopback.fetch(url("/loop")))).toBe("failed");
    expect(await failureOf(loopback.fetch(url("/big"), { maxBytes: 1000 }))).toBe("too_large");
    expect(
      await failureOf(loopback.fetch(url("/big-stream"), { maxBytes: 1000 }).then((response) => response.text())),
    ).toBe("too_large");
    expect(
      await failureOf(loopback.fetch(url("/bomb"), { maxBytes: 10_000 }).then((response) => response.text())),
    ).toBe("too_large");
    expect(await failureOf(loopback.fetch(url("/slow"), { timeout: 100 }))).toBe("timeout");
    expect(await failureOf(loopback.fetch(url("/drip"), { timeout: 200 }).then((response) => response.text()))).toBe(
      "timeout",
    );
  });

  test("a caller may give up", async () => {
    const controller = new AbortController();
    const call = failureOf(loopback.fetch(url("/slow"), { signal: controller.signal }));
    controller.abort();
    expect(await call).toBe("failed");
  });

  test("mail hosts with public addresses", async () => {
    const publicly = createEgress({
      allowPrivate: false,
      resolver: async () => [{ address: "93.184.215.14", family: 4 }],
    });
    expect(await publicly.resolvePublic("mail.example")).toEqual({ address: "93.184.215.14", family: 4 });
  });
});
