/** Custom fields as text: how a value is shown, and how what was typed becomes one. Pure. */
import type { CustomField } from "@omniflow/contract";
import { formatDate, formatNumber } from "../../i18n/format.ts";

/** The value for reading; empty when there is none. */
export function showValue(field: CustomField | undefined, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map(String).join(", ");
  if (typeof value === "boolean") return value ? "✓" : "–";
  if (field?.type === "number" && typeof value === "number") return formatNumber(value);
  if (field?.type === "date" && typeof value === "string") return formatDate(`${value.slice(0, 10)}T12:00:00`);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What an input of this type says, as the server takes it; null for nothing, undefined when it is not one. */
export function readTyped(field: Pick<CustomField, "type">, typed: string): unknown {
  const text = typed.trim();
  if (!text) return null;
  if (field.type === "link") return /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  if (field.type !== "number") return text;
  const number = Number(text.replace(",", "."));
  return Number.isFinite(number) ? number : undefined;
}

/** How far the server counts the people of a company; that many may be more. */
export const mostCounted = 1000;
export const counted = (count: number | null): string =>
  count === null ? "" : count < mostCounted ? formatNumber(count) : `${formatNumber(mostCounted)}+`;
