/** The product compiles a route's schemas when they are first needed; here all of them are, so that none fails before a customer. */
import Fastify from "fastify";
import { expect, it } from "vitest";
import { registerRoutes } from "../../platform/http.ts";
import { openTest } from "../kit.ts";

it("every schema of every route compiles", async () => {
  const test = await openTest({ empty: true });
  const { routes } = test.app.composition;
  const eager = Fastify();
  try {
    registerRoutes(eager, test.platform, routes, async () => null);
    await eager.ready();
    expect(routes.length).toBeGreaterThan(200);
  } finally {
    await eager.close();
    await test.close();
  }
});
