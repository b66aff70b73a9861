/** Values of custom fields as text and back. Pure. */
export const asText = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** A number stays a number, a yes/no stays one, so that filters keep working. */
export function asSame(before: unknown, text: string): unknown {
  if (text === "") return null;
  if (typeof before === "number" && Number.isFinite(Number(text))) return Number(text);
  if (typeof before === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
