/**
 * First-party storage of the host page: the visitor's token, unsent messages, the draft. The frame's own storage would be
 * partitioned or blocked by browsers; this survives reloads and page changes. Where storage is off, the frame's memory serves.
 */
export type Store = {
  all(): Record<string, string>;
  set(name: string, value: string | null): void;
  clear(): void;
};

export function openStore(key: string): Store {
  const place = `omniflow:${key}`;
  const all = () => {
    try {
      return JSON.parse(localStorage[place]);
    } catch {
      return {};
    }
  };
  const write = (values: Record<string, string | undefined>) => {
    try {
      localStorage[place] = JSON.stringify(values);
    } catch {}
  };
  return {
    all,
    // Read again each time, since another tab may have written; a value of undefined is left out.
    set: (name, value) => write({ ...all(), [name]: value ?? undefined }),
    clear: () => write({}),
  };
}
