import { createHash, createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FileStore, newFileKey } from "./files.ts";
import { createDiskFiles } from "./files-disk.ts";
import { createS3Files } from "./files-s3.ts";

const place = { bucket: "inbox", region: "eu-west-1", accessKeyId: "AKID", secretAccessKey: "wJalr/secret+key" };
const objects = new Map<string, Buffer>();
let s3: Server;
const directory = mkdtempSync(join(tmpdir(), "omniflow-files-"));
const stores: Record<string, FileStore> = {};

beforeAll(async () => {
  s3 = createServer(async (request, response) => {
    const body = await buffer(request);
    if (!isSigned(request, body))
      return response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    const path = request.url ?? "";
    if (request.method === "PUT") objects.set(path, body);
    if (request.method === "DELETE") objects.delete(path);
    if (request.method === "DELETE" || request.method === "PUT") return response.writeHead(204).end();
    const object = objects.get(path);
    if (!object) return response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    if (!range) return response.writeHead(200, { "content-length": object.length }).end(object);
    const part = object.subarray(Number(range[1]), range[2] ? Number(range[2]) + 1 : undefined);
    response
      .writeHead(206, { "content-range": `bytes ${range[0].slice(6)}/${object.length}`, "content-length": part.length })
      .end(part);
  });
  await new Promise<void>((done) => s3.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${(s3.address() as AddressInfo).port}`;
  stores.disk = createDiskFiles(join(directory, "files"));
  stores.S3 = createS3Files({ ...place, endpoint }, join(directory, "drafts"));
  stores["S3 with a wrong key"] = createS3Files(
    { ...place, secretAccessKey: "wrong", endpoint },
    join(directory, "drafts"),
  );
});
afterAll(() => {
  s3.close();
  rmSync(directory, { recursive: true });
});

/** Signature version 4 made again from what arrived, with the key the server knows: the other side of the real protocol. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/((\d{8})\/([^/]+)\/s3\/aws4_request), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  if (!match) return false;
  const [, , scope, date, region, signed, signature] = match as unknown as string[];
  const sha = (value: string | Buffer) => createHash("sha256").update(value).digest("hex");
  const mac = (key: string | Buffer, value: string) => createHmac("sha256", key).update(value).digest();
  const content = String(request.headers["x-amz-content-sha256"]);
  if (request.method === "PUT" && content !== sha(body)) return false;
  const headers = signed!
    .split(";")
    .map((name) => `${name}:${request.headers[name]}\n`)
    .join("");
  const canonical = [request.method, request.url, "", headers, signed, content].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha(canonical)].join("\n");
  const key = mac(mac(mac(mac(`AWS4${place.secretAccessKey}`, date!), region!), "s3"), "aws4_request");
  return mac(key, toSign).toString("hex") === signature;
}

describe.each(["disk", "S3"])("files on %s", (name) => {
  const content = randomBytes(300_000);

  test("come back as they were, whole and in part", async () => {
    const key = newFileKey();
    const stored = await stores[name]!.put(key, Readable.from([content.subarray(0, 1000), content.subarray(1000)]));
    expect(stored).toEqual({ size: content.length, sha256: createHash("sha256").update(content).digest() });
    const whole = await stores[name]!.open(key);
    expect([whole.size, (await buffer(whole.stream)).equals(content)]).toEqual([content.length, true]);
    const part = await stores[name]!.open(key, { start: 10, end: 19 });
    expect([part.size, (await buffer(part.stream)).equals(content.subarray(10, 20))]).toEqual([content.length, true]);
    const rest = await stores[name]!.open(key, { start: content.length - 5 });
    expect((await buffer(rest.stream)).equals(content.subarray(-5))).toBe(true);
  });

  test("can be empty, replaced and removed, also twice", async () => {
    const key = newFileKey();
    expect((await stores[name]!.put(key, Buffer.alloc(0))).size).toBe(0);
    await stores[name]!.put(key, Buffer.from("second"));
    expect(await text((await stores[name]!.open(key)).stream)).toBe("second");
    await stores[name]!.remove(key);
    await stores[name]!.remove(key);
    await expect(stores[name]!.open(key)).rejects.toMatchObject({ code: "not_found" });
  });

  test("that are too large or break off leave nothing", async () => {
    const key = newFileKey();
    await expect(stores[name]!.put(key, content, { maxBytes: 1000 })).rejects.toMatchObject({ code: "too_large" });
    const broken = Readable.from(
      (async function* () {
        yield content;
        throw new Error("connection lost");
      })(),
    );
    await expect(stores[name]!.put(key, broken)).rejects.toThrow("connection lost");
    await expect(stores[name]!.open(key)).rejects.toMatchObject({ code: "not_found" });
    const drafts = [join(directory, "files", "drafts"), join(directory, "drafts")]
      .filter(existsSync)
      .flatMap((path) => readdirSync(path));
    expect(drafts).toEqual([]);
  });

  test.each(["../../etc/passwd", "", "a/b", "A".repeat(32), `${newFileKey()}/..`])("refuse the key %j", async (key) => {
    await expect(stores[name]!.open(key)).rejects.toThrow("not a file key");
    await expect(stores[name]!.put(key, content)).rejects.toThrow("not a file key");
  });
});

test("S3 that refuses says what to check", async () => {
  await expect(stores["S3 with a wrong key"]!.put(newFileKey(), Buffer.from("x"))).rejects.toThrow(
    /403 SignatureDoesNotMatch.*OMNIFLOW_S3_/,
  );
});

test("a file in the way of a folder is an error, not a loss", async () => {
  const files = createDiskFiles(join(directory, "blocked"));
  writeFileSync(join(directory, "blocked"), "");
  await expect(files.put(newFileKey(), Buffer.from("x"))).rejects.toThrow();
});
