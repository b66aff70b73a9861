/** Waiting for something outside the browser. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  ms = 15_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${ms} ms in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
