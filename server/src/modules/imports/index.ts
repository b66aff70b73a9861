/** Imports: contacts from CSV files, tried first, done in the background, undone as a whole. */
export { exportRoutes } from "./exports.ts";
export { countImportsOf, forgetInImports, readImportsOf } from "./forget.ts";
export { importSchedules, importTasks } from "./jobs.ts";
export { importRoutes } from "./routes.ts";
