/** The picker of canned responses over 5,000 of them: from a key to the list, for what members type. */
import type { Installation } from "../server/src/test/installation.ts";
import { openLine, request } from "./http.ts";
import { meets, note, spread, table, title } from "./report.ts";
import { sessionHeaders, startInstallation } from "./signed-in.ts";

const count = Number(process.env.BENCH_RESPONSES ?? 5_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 100);
const goal = { most: 50 };

export async function run(): Promise<void> {
  title(`Picker over ${count.toLocaleString("en")} canned responses`);
  const at = await startInstallation();
  try {
    await fill(at);
    const headers = await sessionHeaders(at);
    const line = await openLine(at.address);
    const rows: (string | number)[][] = [];
    const measure = async (name: string, queries: readonly string[]) => {
      const all: number[] = [];
      for (let i = 0; i < rounds + 10; i++) {
        const q = queries[i % queries.length]!.replace("#", String(1 + ((i * 37) % count)));
        const bytes = request("GET", `/api/v1/canned-responses/picker?q=${encodeURIComponent(q)}`, headers);
        const begin = performance.now();
        const { status, body } = await line.send(bytes);
        if (status !== 200) throw new Error(`${q} → ${status} ${body.slice(0, 300)}`);
        if (i >= 10) all.push(performance.now() - begin);
      }
      const { p50, p95 } = spread(all);
      rows.push([name, p50, p95, meets(p95, goal) ? "" : "← over the goal"]);
    };
    await measure("opened, nothing typed", [""]);
    await measure("one letter", ["r", "w", "s"]);
    await measure("a shortcut, letter by letter", ["s", "sh", "sho", "short#"]);
    await measure("a word of the name", ["refund", "delivery #"]);
    await measure("a word that is in every text", ["warranty"]);
    await measure("a rare word of the text", ["rare#"]);
    await measure("nothing of the kind", ["zzzz"]);
    line.close();
    table(["milliseconds at the client", "p50", "p95", ""], rows);
    note(`goal: p95 ≤ ${goal.most} ms from key to list; ${rounds} requests each, one after the other`);
  } finally {
    await at.remove();
  }
}

const fill = (at: Installation) =>
  at.query(`insert into responses (workspace_id, id, name, shortcut, folder, scope, body, body_html, state, approved, words)
    select w.id, gen_random_uuid(), (array['Refund', 'Delivery', 'Warranty', 'Opening hours'])[1 + n % 4] || ' ' || n, 'short' || n, 'Folder ' || n % 40, 'workspace', t.body, '<p>' || t.body || '</p>', 'approved',
      jsonb_build_object('body', t.body, 'body_html', '<p>' || t.body || '</p>', 'variants', '[]'::jsonb, 'actions', '{}'::jsonb, 'at', now(), 'by', 'bench'),
      search_words((array['Refund', 'Delivery', 'Warranty', 'Opening hours'])[1 + n % 4] || ' ' || n || ' short' || n || ' ' || t.body)
    from workspaces w, generate_series(1, ${count}) n, lateral (select 'Hi {{contact.first_name | there}}, about your warranty: ' || repeat('we looked into it and will write again soon. ', 12) || 'rare' || n as body) t`);
