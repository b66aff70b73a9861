import { afterAll, expect, test } from "vitest";
import { createEgress } from "../platform/fetch.ts";
import { createFakeProvider } from "./fake/adapter.ts";
import { addAdapter, findAdapter, getAdapter, listAdapters } from "./registry.ts";

const host = { egress: createEgress({ allowPrivate: false }) };
const other = { egress: createEgress({ allowPrivate: false }) };
afterAll(() => Promise.all([host.egress.close(), other.egress.close()]));

test("the product's channels are there, the fake one only where a test brings it", () => {
  expect(listAdapters(host).map((adapter) => adapter.kind)).toEqual(["email", "chat", "api"]);
  const { adapter } = createFakeProvider();
  addAdapter(host, adapter);
  expect(getAdapter(host, "fake")).toBe(adapter);
  expect(findAdapter(other, "fake")).toBeNull();
  expect(() => getAdapter(other, "fake")).toThrow(/no channel of the kind “fake”/);
  expect(findAdapter(host, "constructor")).toBeNull();
});
