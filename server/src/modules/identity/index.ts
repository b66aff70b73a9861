/** Who is this: persons, sessions, second factors, API keys as proof, and what slows guessing. */
export { readRange } from "./addresses.ts";
export { listenerOf } from "./authenticate.ts";
export { createIdentity, type Identity, registerAuth } from "./identity.ts";
export { identitySchedules, identityTasks } from "./jobs.ts";
export { limitRequests } from "./limits.ts";
export { publicUrl } from "./mail.ts";
export { isOurOrigin } from "./origin.ts";
export {
  addPerson,
  endSessions,
  findPersonByEmail,
  hashOf,
  listTwoFactorUsers,
  type Person,
  refuseShortPassword,
} from "./persons.ts";
export { identityRoutes } from "./routes.ts";
export { getUserId } from "./sessions.ts";
