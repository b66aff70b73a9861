/** The first workspace of an installation: by the set-up page, or by the OMNIFLOW_BOOTSTRAP_… settings. Both close for good after it. */
import type { SetupInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Context, Platform } from "../../platform/context.ts";
import { addPerson, findPersonByEmail, hashOf } from "../identity/index.ts";
import {
  addApiKey,
  addWorkspace,
  type Created,
  isAnyWorkspace,
  type WorkspaceHook,
  whileMakingWorkspaces,
} from "./create.ts";

export const isSetupOpen = (platform: Platform): Promise<boolean> =>
  platform.db.asSystem("set-up comes before any workspace", async (tx) => !(await isAnyWorkspace(tx)));

/**
 * Makes the first workspace and its admin. Of two at once one succeeds.
 * @throws AppError setup_closed when there is a workspace already.
 */
export async function setUp(
  platform: Platform,
  input: SetupInput,
  hooks: readonly WorkspaceHook[],
): Promise<Created & { userId: string }> {
  // Before the slow hash, so that a closed page costs nothing.
  if (!(await isSetupOpen(platform))) throw setupClosed();
  const passwordHash = await hashOf(input.password);
  return whileMakingWorkspaces(platform, async (tx) => {
    if (await isAnyWorkspace(tx)) throw setupClosed();
    const person = await addPerson(tx, { name: input.name.trim(), email: input.email, passwordHash });
    const owner = { userId: person.id, name: input.name, email: person.email };
    return {
      ...(await addWorkspace(platform, tx, { name: input.workspace_name, language: input.language, owner }, hooks)),
      userId: person.id,
    };
  });
}

/** Many test runs and imports work with this one key: it is not held back. */
const bootstrapRateLimit = 1_000_000;

/**
 * On an empty database, and only there: the workspace, admin and full-scope key that the settings name. Any number of nodes
 * and restarts may call it.
 * @returns the new workspace's context, or null when there was nothing to do.
 */
export async function bootstrap(platform: Platform, hooks: readonly WorkspaceHook[]): Promise<Context | null> {
  const wanted = platform.env.bootstrap;
  if (!wanted || !(await isSetupOpen(platform))) return null;
  const passwordHash = await hashOf(wanted.password);
  const name = wanted.email.split("@")[0] || "Admin";
  return whileMakingWorkspaces(platform, async (tx) => {
    if (await isAnyWorkspace(tx)) return null;
    const person =
      (await findPersonByEmail(tx, wanted.email)) ?? (await addPerson(tx, { name, email: wanted.email, passwordHash }));
    const owner = { userId: person.id, name, email: person.email };
    const { ctx } = await addWorkspace(platform, tx, { name: "Omniflow", owner }, hooks);
    if (wanted.apiKey)
      await addApiKey(ctx, tx, { text: wanted.apiKey, name: "Bootstrap", rateLimit: bootstrapRateLimit });
    platform.log.info({ email: wanted.email }, "first workspace made from the bootstrap settings");
    return ctx;
  });
}

const setupClosed = () =>
  new AppError("setup_closed", "This installation is set up already. Sign in, or ask an admin for an invitation.");
