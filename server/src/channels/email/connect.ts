/** Where a mailbox's servers are, checked by the egress guard, and what their failures mean to a person. */
import { ChannelError } from "../adapter.ts";

/** Address to connect to for a host name; refuses private addresses unless the installation allows them. */
export type ResolveHost = (host: string) => Promise<{ address: string }>;

export type Target = {
  /** The resolved address, so that a second look-up cannot lead elsewhere. */
  address: string;
  /** The name as given: certificates are checked against it. */
  host: string;
  port: number;
  secure: boolean;
};

export async function targetOf(
  server: { host: string; port: number; secure: boolean },
  resolve: ResolveHost,
): Promise<Target> {
  try {
    const { address } = await resolve(server.host);
    return { ...server, address };
  } catch (error) {
    throw new ChannelError(`${server.host} cannot be used: ${wordsOfError(error)}`, {
      retry: isPassing(error),
      cause: error,
    });
  }
}

/** A refused host stays refused; a name server that does not answer may do so later. */
const isPassing = (error: unknown) => (error as { failure?: string }).failure !== "blocked";

const spoken: Record<string, string> = {
  ECONNREFUSED: "nothing answers on this port",
  ETIMEDOUT: "it does not answer",
  CONNECT_TIMEOUT: "it does not answer",
  ECONNRESET: "it closed the connection",
  EHOSTUNREACH: "it cannot be reached",
  ENETUNREACH: "it cannot be reached",
  ENOTFOUND: "this name does not exist",
  EAI_AGAIN: "the name could not be looked up",
  ECONNECTION: "it closed the connection",
  EGREETING: "it did not greet as a mail server",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is self-signed",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS on this port; switch TLS from the start off or use another port",
};

export function wordsOfError(error: unknown): string {
  const { code, originalCode, message } = error as { code?: string; originalCode?: string; message?: string };
  const words = spoken[originalCode ?? ""] ?? spoken[code ?? ""];
  if (words) return words;
  const inner = Object.keys(spoken).find((key) => message?.includes(key));
  return inner ? spoken[inner]! : (message ?? String(error)).replace(/\s+/g, " ").slice(0, 300);
}

export const isChannelError = (error: unknown): error is ChannelError => error instanceof ChannelError;
