import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLogger, type Logger } from "./log.ts";

function capture(pretty: boolean): { log: Logger; lines: () => string[] } {
  let text = "";
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { log: createLogger({ level: "debug", pretty, destination }), lines: () => text.trim().split("\n") };
}

test("a line is JSON with level, time and message", () => {
  const { log, lines } = capture(false);
  log.child({ request_id: "r1" }).warn({ size: 3 }, "slow");
  log.trace("not shown");
  expect(lines().map((line) => JSON.parse(line))).toMatchObject([
    { level: "warn", msg: "slow", size: 3, request_id: "r1", time: expect.any(String) },
  ]);
});

test("no secret gets into a log, wherever it is put", () => {
  const { log, lines } = capture(false);
  const headers = {
    authorization: "Bearer hunter2",
    cookie: "s=hunter2",
    "set-cookie": ["s=hunter2"],
    "x-api-key": "hunter2",
    accept: "text/html",
  };
  log.info(
    { headers, req: { headers }, res: { headers }, password: "hunter2", token: "hunter2", secret: "hunter2" },
    "a",
  );
  log.info(
    {
      body: { password: "hunter2", token: "hunter2", secrets: { key: "hunter2" }, apiKey: "hunter2", code: "hunter2" },
    },
    "b",
  );
  log.info({ settings: { access_token: "hunter2", refresh_token: "hunter2", newPassword: "hunter2" } }, "c");
  expect(lines().join("\n")).not.toContain("hunter2");
  expect(lines()[0]).toContain("text/html");
});

test("errors keep their stack, code and cause", () => {
  const { log, lines } = capture(false);
  log.error({ err: Object.assign(new Error("outer", { cause: new Error("inner") }), { code: "E1" }) }, "failed");
  expect(JSON.parse(lines()[0]!)).toMatchObject({
    err: { message: expect.stringContaining("outer"), code: "E1", stack: expect.stringContaining("inner") },
  });
});

test("on a terminal a line reads like one, with the stack below", () => {
  const { log, lines } = capture(true);
  log.info({ port: 3000 }, "listening");
  log.error({ err: new Error("broken") }, "failed");
  expect(lines()[0]).toMatch(/\d\d:\d\d:\d\d.*info.*listening.*"port":3000/);
  expect(lines().slice(1).join("\n")).toMatch(/failed.*\nError: broken\n {4}at /);
});
