/** `npm run bench`: every promise, or those named: `npm run bench -- intake lists`. */
import { cpus } from "node:os";

const all = ["sizes", "start", "intake", "realtime", "lists", "tickets", "interaction", "responses", "contacts"];
const named = process.argv.slice(2);
const unknown = named.filter((name) => !all.includes(name));
if (unknown.length) {
  console.error(`There is no bench ${unknown.join(", ")}. There is: ${all.join(", ")}.`);
  process.exit(1);
}
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`);
for (const name of named.length ? named : all) {
  const { run } = (await import(`./${name}.ts`)) as { run(): Promise<void> };
  await run();
}
