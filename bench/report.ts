/** What a bench says: figures with their goal beside them, and distributions. Nothing here fails: a busy machine is no mistake. */
export type Goal = { most: number } | { least: number };

/** `n` and `p` in the same unit. */
export function spread(values: number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

export const title = (text: string): void => console.log(`\n${text}\n${"─".repeat(text.length)}`);

export function figure(name: string, value: number, unit: string, goal?: Goal): void {
  const shown = `${show(value)}${unit ? ` ${unit}` : ""}`;
  console.log(`${name.padEnd(44)} ${shown.padStart(14)}${goal ? `   ${judged(value, goal, unit)}` : ""}`);
}

export const note = (text: string): void => console.log(`  ${text}`);

/** Columns of numbers under their names. */
export function table(head: string[], rows: (string | number)[][]): void {
  const text = [head, ...rows.map((row) => row.map((cell) => (typeof cell === "number" ? show(cell) : cell)))];
  const widths = head.map((_, i) => Math.max(...text.map((row) => String(row[i] ?? "").length)));
  for (const row of text)
    console.log(
      row.map((cell, i) => (i ? String(cell).padStart(widths[i]!) : String(cell).padEnd(widths[i]!))).join("  "),
    );
}

export const meets = (value: number, goal: Goal): boolean =>
  "most" in goal ? value <= goal.most : value >= goal.least;

function judged(value: number, goal: Goal, unit: string): string {
  const wanted = "most" in goal ? `≤ ${show(goal.most)}` : `≥ ${show(goal.least)}`;
  return `goal ${wanted}${unit && unit !== "×" ? ` ${unit}` : ""}${meets(value, goal) ? "" : "   ← over the goal"}`;
}

const show = (value: number): string =>
  Number.isNaN(value)
    ? "–"
    : value >= 100
      ? Math.round(value).toLocaleString("en")
      : value.toFixed(value >= 10 ? 1 : 2);
