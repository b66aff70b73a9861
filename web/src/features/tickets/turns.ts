/**
 * Changes of one ticket go one behind the other, each based on what the last was answered: two quick moves are two moves, not a
 * move and a refusal.
 */
type Versioned = { id: string; version: number };
/** Versions between `from` and the row's were all made here, so a change begun on any of them is based on the row. */
type Chain<T extends Versioned> = { from: number; row: T };

export type Turns<T extends Versioned> = {
  /** @param work is given the row to build on and tells what the server answered, null when it was refused */
  take<R extends T | null>(known: T, work: (base: T) => Promise<R>): Promise<R>;
};

export function createTurns<T extends Versioned>(): Turns<T> {
  const tails = new Map<string, Promise<unknown>>();
  const chains = new Map<string, Chain<T>>();
  return {
    take(known, work) {
      const turn = (tails.get(known.id) ?? Promise.resolve()).then(async () => {
        const chain = chains.get(known.id);
        const ours = chain && known.version >= chain.from && known.version < chain.row.version;
        const base = ours ? chain.row : known;
        const answered = await work(base);
        if (!answered) chains.delete(known.id);
        // A version that skips some was made over somebody else's: what came before is not ours alone.
        else if (answered.version === base.version + 1)
          chains.set(known.id, { from: ours ? chain.from : base.version, row: answered });
        else chains.set(known.id, { from: answered.version, row: answered });
        return answered;
      });
      const tail = turn.then(noted, noted).then(() => {
        if (tails.get(known.id) === tail) tails.delete(known.id);
      });
      tails.set(known.id, tail);
      return turn;
    },
  };
}

const noted = () => {};
