/** Imports: contacts from CSV files, tried first, done in the background, undone as a whole. */
export { importSchedules, importTasks } from "./jobs.ts";
export { importRoutes } from "./routes.ts";
