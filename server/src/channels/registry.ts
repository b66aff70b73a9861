/** Which channels there are. The product asks by kind; nothing outside a channel's folder knows more about it than its adapter says. */
import { AppError } from "../errors.ts";
import type { Egress } from "../platform/fetch.ts";
import type { ChannelAdapter } from "./adapter.ts";
import { createApiAdapter } from "./api/adapter.ts";
import { chatAdapter } from "./chat/adapter.ts";
import { createEmailAdapter } from "./email/adapter.ts";

/** What adapters need of their host: the guarded way out. */
export type ChannelHost = { egress: Egress };

const registries = new WeakMap<Egress, Map<string, ChannelAdapter>>();

/** Every adapter of this host, in the order they are offered. */
export const listAdapters = (host: ChannelHost): ChannelAdapter[] => [...registryOf(host).values()];

export const findAdapter = (host: ChannelHost, kind: string): ChannelAdapter | null =>
  registryOf(host).get(kind) ?? null;

/** @throws AppError when a connection's kind is none of this version's. */
export function getAdapter(host: ChannelHost, kind: string): ChannelAdapter {
  const adapter = findAdapter(host, kind);
  if (adapter) return adapter;
  throw new AppError("unprocessable", `This version of Omniflow has no channel of the kind “${kind}”.`);
}

/** Adds a channel to one host, or puts another in its place: how tests bring the fake one. */
export const addAdapter = (host: ChannelHost, adapter: ChannelAdapter): void =>
  void registryOf(host).set(adapter.kind, adapter);

function registryOf(host: ChannelHost): Map<string, ChannelAdapter> {
  let registry = registries.get(host.egress);
  if (!registry) {
    registry = new Map(standardAdapters(host.egress).map((adapter) => [adapter.kind, adapter]));
    registries.set(host.egress, registry);
  }
  return registry;
}

const standardAdapters = (egress: Egress): ChannelAdapter[] => [
  createEmailAdapter({ resolveHost: (host) => egress.resolvePublic(host) }),
  chatAdapter,
  createApiAdapter({ fetch: egress.fetch, now: () => new Date() }),
];
