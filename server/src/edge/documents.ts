/** The OpenAPI description, made from the routes, and its reader at /api/docs. */
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { version } from "../version.ts";

export async function registerDocuments(http: FastifyInstance): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Omniflow API",
        version,
        description:
          "Conversations from every channel on one record. Errors: `{success:false, error:{code, message, field?}}`. Writes take `Idempotency-Key`.",
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          key: { type: "http", scheme: "bearer", description: "An API key: `omf_live_…`" },
          session: {
            type: "apiKey",
            in: "cookie",
            name: "omniflow.session_token",
            description: "A signed-in member; send X-Omniflow-Workspace too",
          },
        },
      },
    },
  });
  http.get("/api/openapi.json", { schema: { hide: true } as object }, async () => http.swagger());
  await http.register(swaggerUi, {
    routePrefix: "/api/docs",
    uiConfig: { docExpansion: "none", deepLinking: true, layout: "BaseLayout", defaultModelsExpandDepth: 0 },
    theme: { title: "Omniflow API" },
  });
}
