/** Connections to the outside, what arrived and could not be read, and the kinds there are. */
import type { Channel, ChannelChange, ChannelInput, ChannelKind, QuarantinedRaw } from "@omniflow/contract";
import { del, get, getPage, getText, patch, post } from "./client.ts";

export const listChannelKinds = () => get<ChannelKind[]>("/channel-kinds");
export const listChannels = () => get<Channel[]>("/channels");
export const getChannel = (id: string) => get<Channel>(`/channels/${id}`);
export const createChannel = (input: ChannelInput) => post<Channel>("/channels", input);
export const changeChannel = (id: string, change: ChannelChange) => patch<Channel>(`/channels/${id}`, change);
export const deleteChannel = (id: string) => del<unknown>(`/channels/${id}`);
export const testChannel = (id: string, to?: string) =>
  post<{ ok: boolean; report: string[] }>(`/channels/${id}/test`, to ? { to } : {});

export const listQuarantine = (cursor?: string | null) =>
  getPage<QuarantinedRaw>("/quarantine", { query: { cursor, limit: 50 } });
export const retryQuarantined = (id: string) => post<unknown>(`/quarantine/${id}/retry`);
export const deleteQuarantined = (id: string) => del<unknown>(`/quarantine/${id}`);
export const readQuarantinedRaw = (id: string) => getText(`/quarantine/${id}/raw`);
