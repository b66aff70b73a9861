import { createServer } from "node:net";
import { expect, it } from "vitest";
import { isPortFree } from "./ports.ts";

it("tells a taken port from a free one", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as { port: number };
  expect(await isPortFree(port, "127.0.0.1")).toBe(false);
  await new Promise((done) => other.close(done));
  expect(await isPortFree(port, "127.0.0.1")).toBe(true);
  expect(await isPortFree(0, "127.0.0.1")).toBe(true);
});
