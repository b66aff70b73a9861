/** How much one sender, and all together, may ask of the mail listener. Relays on this machine are not limited by address. */

export type ListenerLimits = {
  /** Connections at once, all addresses together. */
  clients: number;
  /** Connections at once from one address. */
  connectionsPerAddress: number;
  mailsPerMinute: number;
  /** Addresses nobody has here that one connection may name. */
  unknownRecipients: number;
  /** Bytes of mail held in memory at once. */
  heldBytes: number;
};

const standard = { clients: 500, connectionsPerAddress: 50, mailsPerMinute: 600, unknownRecipients: 20 };

export function createLimits(given: Partial<ListenerLimits>, maxSize: number) {
  const limits: ListenerLimits = { ...standard, heldBytes: Math.max(256 * 1048576, 4 * maxSize), ...given };
  const open = new Map<string, string>();
  const mails = new Map<string, { minute: number; count: number }>();
  const strangers = new Map<string, number>();
  let held = 0;

  const openFrom = (address: string) => [...open.values()].filter((one) => one === address).length;

  return {
    clients: limits.clients,

    refuseConnection(session: string, address: string): Error | null {
      if (!isLocal(address) && openFrom(address) >= limits.connectionsPerAddress)
        return answer(421, "4.7.0 Too many connections from your address");
      open.set(session, address);
      return null;
    },

    forgetConnection(session: string): void {
      open.delete(session);
      strangers.delete(session);
    },

    refuseMail(address: string): Error | null {
      if (isLocal(address)) return null;
      const minute = Math.floor(Date.now() / 60_000);
      const seen = mails.get(address);
      if (seen?.minute === minute)
        return ++seen.count > limits.mailsPerMinute ? answer(451, "4.7.0 Too many mails, try again in a minute") : null;
      if (mails.size > 10_000) mails.clear();
      mails.set(address, { minute, count: 1 });
      return null;
    },

    /** Guessing addresses gets slow: after some the connection is of no more use. */
    unknownRecipient(session: string, address: string): Error {
      const count = (strangers.get(session) ?? 0) + 1;
      strangers.set(session, count);
      if (count > limits.unknownRecipients) return answer(421, "4.7.0 Too many unknown recipients");
      return answer(550, `5.1.1 <${address.slice(0, 200)}> is not a mailbox here`);
    },

    buffered: {
      take(bytes: number): boolean {
        if (held + bytes > limits.heldBytes) return false;
        held += bytes;
        return true;
      },
      give(bytes: number): void {
        held -= bytes;
      },
    },
  };
}

const isLocal = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address);

/** An SMTP reply other than yes. */
export function answer(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}
