/** Every address of the app and what it shows. Each feature is its own chunk, fetched when its page is first opened. */
import type { ViewSort } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "./api/client.ts";
import { getMe, getSetup } from "./api/people.ts";
import { Frame } from "./frame/frame.tsx";
import { enterWorkspace, lastSlug } from "./frame/me.ts";
import { FramePending, NotFound, RootNotFound, RouteError } from "./frame/problems.tsx";
import { Toaster } from "./ui/toast.tsx";

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: () => (
    <>
      <Outlet />
      <Toaster />
    </>
  ),
  notFoundComponent: RootNotFound,
});

const home = createRoute({ getParentRoute: () => root, path: "/", beforeLoad: findHome });

/** Where someone without an address belongs: their last workspace, the sign-in page, or set-up on a new installation. */
async function findHome() {
  const me = await getMe().catch((error) => {
    if (error instanceof ApiError && error.status === 401) return null;
    const slug = lastSlug();
    // Without a network: the page itself says whether it can be shown.
    if (slug) throw redirect({ to: "/w/$slug/inbox/{-$view}/{-$conversationId}", params: { slug } });
    throw error;
  });
  if (me) {
    const last = me.workspaces.find((one) => one.slug === lastSlug()) ?? me.workspace;
    throw redirect({ to: "/w/$slug/inbox/{-$view}/{-$conversationId}", params: { slug: last.slug } });
  }
  const { open } = await getSetup();
  throw redirect({ to: open ? "/setup" : "/sign-in" });
}

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./features/setup/page.tsx"), "SetupPage"),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string; reset?: boolean } => ({
    // Only a path of our own: a link must not lead a fresh session elsewhere.
    ...(typeof search.next === "string" && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {}),
    ...(search.reset ? { reset: true } : {}),
  }),
  component: lazyRouteComponent(() => import("./features/auth/sign-in.tsx"), "SignInPage"),
});
const forgot = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: lazyRouteComponent(() => import("./features/auth/forgot-password.tsx"), "ForgotPasswordPage"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  validateSearch: (search: Record<string, unknown>): { token?: string; error?: string } => ({
    ...(search.token ? { token: String(search.token) } : {}),
    ...(search.error ? { error: String(search.error) } : {}),
  }),
  component: lazyRouteComponent(() => import("./features/auth/reset-password.tsx"), "ResetPasswordPage"),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invite/$token",
  component: lazyRouteComponent(() => import("./features/auth/invitation.tsx"), "InvitationPage"),
});

const workspace = createRoute({
  getParentRoute: () => root,
  path: "/w/$slug",
  beforeLoad: async ({ params, context }) => {
    const me = await enterWorkspace(params.slug, context.client);
    if (!me) throw notFound();
  },
  component: Frame,
  pendingComponent: FramePending,
  pendingMs: 150,
});
const workspaceHome = createRoute({
  getParentRoute: () => workspace,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/w/$slug/inbox/{-$view}/{-$conversationId}", params: { slug: params.slug } });
  },
});
const inbox = createRoute({
  getParentRoute: () => workspace,
  path: "/inbox/{-$view}/{-$conversationId}",
  validateSearch: (search: Record<string, unknown>): { q?: string; sort?: ViewSort } => ({
    ...(search.q === undefined ? {} : { q: String(search.q) }),
    ...(search.sort ? { sort: String(search.sort) as ViewSort } : {}),
  }),
  component: lazyRouteComponent(() => import("./features/inbox/page.tsx"), "InboxPage"),
});
const contacts = createRoute({
  getParentRoute: () => workspace,
  path: "/contacts/{-$contactId}/{-$part}",
  component: lazyRouteComponent(() => import("./features/contacts/page.tsx"), "ContactsPage"),
});
const responses = createRoute({
  getParentRoute: () => workspace,
  path: "/responses/{-$responseId}",
  component: lazyRouteComponent(() => import("./features/responses/page.tsx"), "ResponsesPage"),
});
const tickets = createRoute({
  getParentRoute: () => workspace,
  path: "/tickets/{-$ticketId}",
  component: lazyRouteComponent(() => import("./features/tickets/page.tsx"), "TicketsPage"),
});
const companies = createRoute({
  getParentRoute: () => workspace,
  path: "/companies/{-$companyId}",
  component: lazyRouteComponent(() => import("./features/contacts/page.tsx"), "CompaniesPage"),
});
const welcome = createRoute({
  getParentRoute: () => workspace,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./features/onboarding/page.tsx"), "WelcomePage"),
});
const settings = createRoute({
  getParentRoute: () => workspace,
  path: "/settings/{-$section}/{-$item}",
  component: lazyRouteComponent(() => import("./features/settings/page.tsx"), "SettingsPage"),
});

const tree = root.addChildren([
  home,
  setup,
  signIn,
  forgot,
  reset,
  invitation,
  workspace.addChildren([workspaceHome, inbox, tickets, contacts, companies, responses, welcome, settings]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: "intent",
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
    defaultPendingMs: 300,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
