/** Whether we may listen where we are told to: asked before anything is started or touched, so that a clash is told at once. */
import { createServer } from "node:net";

/** Port 0 (any) is always free. False only when another program listens there; other troubles show when we listen ourselves. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  const probe = createServer();
  return new Promise((done) => {
    probe.once("error", (error: NodeJS.ErrnoException) => done(error.code !== "EADDRINUSE"));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(true)));
  });
}
