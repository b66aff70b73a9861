/** Which values a text still misses: variables that stand in it as braces must never reach a customer. */
const braces = /\{\{\s*((?:contact|company|conversation|ticket|agent|workspace)\.[\p{L}\p{N}_.-]+)[^{}]*\}\}/gu;

export const missingIn = (text: string): string[] => [...new Set([...text.matchAll(braces)].map(([, name]) => name!))];
