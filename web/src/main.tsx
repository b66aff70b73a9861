/** Starts the app: language, queries, keys, router. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Direction } from "radix-ui";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { ApiError, onSignedOut } from "./api/client.ts";
import { forgetReading } from "./frame/me.ts";
import { startI18n } from "./i18n/index.ts";
import { listenToKeys } from "./keyboard/registry.ts";
import { direction } from "./lib/direction.ts";
import { useStore } from "./lib/store.ts";
import { makeRouter } from "./routes.tsx";
import "./ui/tokens.css";
import { TooltipProvider } from "./ui/tooltip.tsx";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The socket says when something is old; this is for what it may have missed.
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
    mutations: { retry: false },
  },
});
const router = makeRouter(client);

onSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (!pathname.startsWith("/w/")) return;
  client.clear();
  void forgetReading().catch(() => {});
  void router.navigate({ to: "/sign-in", search: { next: href } });
});

/** A chunk that is gone means a newer version was installed: load it. Once, so that an outage is not a loop. */
addEventListener("vite:preloadError", (event) => {
  const last = Number(sessionStorage.getItem("omniflow.reloaded") ?? 0);
  if (Date.now() - last < 60_000 || !navigator.onLine) return;
  event.preventDefault();
  sessionStorage.setItem("omniflow.reloaded", String(Date.now()));
  location.reload();
});

await startI18n();
listenToKeys();

function App() {
  return (
    <Direction.Provider dir={useStore(direction)}>
      <TooltipProvider>
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </TooltipProvider>
    </Direction.Provider>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
