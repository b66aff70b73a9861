/** Privacy: everything held on one person, as an archive or deleted. */
export { privacySchedules, privacyTasks } from "./archive.ts";
export { archiveRoutes, privacyRoutes } from "./routes.ts";
