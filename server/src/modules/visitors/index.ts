/** Visitors: browsers in front of a chat widget. Their API, their socket, the pages they load, and the way on by mail. */
import type { FastifyInstance } from "fastify";
import type { Platform } from "../../platform/context.ts";
import { createVisitorLimits } from "./limits.ts";
import { registerVisitorPages } from "./pages.ts";
import { registerVisitorRoutes } from "./routes.ts";
import { registerVisitorSocket } from "./socket.ts";

export { unreadChatReaction, visitorTasks } from "./continue-by-mail.ts";

export function registerWidget(http: FastifyInstance, platform: Platform): void {
  const limits = createVisitorLimits(platform.clock);
  registerVisitorPages(http, platform);
  registerVisitorRoutes(http, platform, limits);
  registerVisitorSocket(http, platform, limits);
}
