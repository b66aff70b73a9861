/** What goes on in the background, each with how far it is, until it is over. */
import { type QueryKey, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

type Work = { state: string; done: number; total: number };
type Kind<T extends Work> = {
  queryKey: (id: string) => QueryKey;
  read: (id: string, signal: AbortSignal) => Promise<T>;
  /** Both as shown; `label` is the bar's name. */
  words: (work: T) => { text: string; label: string };
  onOver: (work: T) => void;
};

export function BackgroundWork<T extends Work>({
  label,
  ids,
  ...kind
}: Kind<T> & { label: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <section
      aria-label={label}
      className="fixed end-4 bottom-4 z-40 grid w-80 max-w-[calc(100vw-2rem)] gap-2 max-md:bottom-16"
    >
      {ids.map((id) => (
        <One key={id} id={id} {...kind} />
      ))}
    </section>
  );
}

function One<T extends Work>({ id, queryKey, read, words, onOver }: Kind<T> & { id: string }) {
  const { data } = useQuery({
    queryKey: queryKey(id),
    queryFn: ({ signal }) => read(id, signal),
    // Hints of progress refresh this; the clock is for when they do not come.
    refetchInterval: 2000,
    staleTime: 0,
  });
  const over = data && data.state !== "running" && data.state !== "undoing";
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each answer, not for each rendering of the caller
  useEffect(() => {
    if (over) onOver(data);
  }, [over, data]);
  if (!data || over) return null;
  const { text, label } = words(data);
  return (
    <div
      role="status"
      className="grid animate-rise gap-1.5 rounded-lg bg-raised px-3 py-2.5 text-sm text-ink shadow-float"
    >
      <span className="tabular">{text}</span>
      <progress
        value={data.done}
        max={Math.max(1, data.total)}
        aria-label={label}
        className="h-1.5 w-full accent-accent"
      />
    </div>
  );
}
