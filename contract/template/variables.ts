/** The variables of the template language (PRODUCT.md §4), and which name somebody may have meant. */

const listed = {
  contact: ["name", "first_name", "last_name", "email", "phone", "language", "id"],
  company: ["name", "tier"],
  conversation: ["id", "subject", "channel", "priority", "status", "url"],
  ticket: ["number", "title", "status", "url"],
  agent: ["name", "first_name", "email"],
  workspace: ["name"],
} as const;

/** `contact.first_name`, … without custom fields. */
export const templateVariables: readonly string[] = Object.entries(listed).flatMap(([noun, fields]) =>
  fields.map((field) => `${noun}.${field}`),
);
const known = new Set(templateVariables);

/** Things that carry custom fields: `contact.custom.plan`. */
export const customFieldNouns = ["contact", "company", "conversation", "ticket"] as const;
const custom = new RegExp(`^(?:${customFieldNouns.join("|")})\\.custom\\.[\\p{L}\\p{N}_-]{1,60}$`, "u");

/** Values of these are addresses made by us: they may begin a link as they are. */
export const urlVariables: ReadonlySet<string> = new Set(["conversation.url", "ticket.url"]);

export const isCustomField = (name: string): boolean => custom.test(name);

/** @param isField says whether a custom field exists; absent: every well-formed one does. */
export const isVariable = (name: string, isField?: (name: string) => boolean): boolean =>
  known.has(name) || (isCustomField(name) && (isField?.(name) ?? true));

/** The listed variable nearest to a mistyped one; null when none is near. */
export function nearestVariable(name: string): string | null {
  const wanted = name
    .toLowerCase()
    .replace(/[\s-]+/g, "_")
    .slice(0, 60);
  let best: string | null = null;
  let least = 4;
  for (const one of templateVariables) {
    const bare = one.slice(one.indexOf(".") + 1);
    const distance = Math.min(
      editDistance(wanted, one),
      wanted.includes(".") ? Number.POSITIVE_INFINITY : editDistance(wanted, bare) + 0.5,
    );
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
