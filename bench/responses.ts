/** The picker of canned responses over 5,000 of them: from a key to the list, at the client of the API and in a real browser. */
import type { Installation } from "../server/src/test/installation.ts";
import { openMeasure, rounds } from "./measure.ts";
import { meets, note, table, title } from "./report.ts";
import { keysToList } from "./responses-browser.ts";
import { startInstallation } from "./signed-in.ts";

const count = Number(process.env.BENCH_RESPONSES ?? 5_000);
const goal = { most: 50 };

export async function run(): Promise<void> {
  title(`Picker over ${count.toLocaleString("en")} canned responses`);
  const at = await startInstallation();
  try {
    await fill(at);
    // As autovacuum does within the first minute after so many new ones.
    await at.query("vacuum analyze responses");
    const { times, measure, close } = await openMeasure(at);
    const type = (name: string, queries: readonly string[]) =>
      measure(name, (i) => {
        const q = queries[i % queries.length]!.replace("#", String(1 + ((i * 37) % count)));
        return `/canned-responses/picker?q=${encodeURIComponent(q)}`;
      });
    await type("opened, nothing typed", [""]);
    await type("one letter", ["r", "w", "s"]);
    await type("a shortcut, letter by letter", ["s", "sh", "sho", "short#"]);
    await type("a word of the name", ["refund", "delivery #"]);
    await type("a word that is in every text", ["warranty"]);
    await type("a rare word of the text", ["rare#"]);
    await type("nothing of the kind", ["zzzz"]);
    close();
    table(
      ["milliseconds at the client", "p50", "p95", ""],
      [...times].map(([name, { p50, p95 }]) => [name, p50, p95, meets(p95, goal) ? "" : "← over the goal"]),
    );
    note(`${rounds} requests each, one after the other`);
    table(
      ["milliseconds from key to painted list", "p50", "p95", "keys", ""],
      (await keysToList(at)).map(([name, { p50, p95, count: keys }, promised]) => [
        name,
        p50,
        p95,
        keys,
        promised && !meets(p95, goal) ? "← over the goal" : "",
      ]),
    );
    note(
      `goal: p95 ≤ ${goal.most} ms for what is found by / (what is known at once, else with the server's answer); Chromium on this machine's cores, together with the server and its database`,
    );
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
