/** Addresses inside the current workspace, for code that needs them as text or navigates. */
import { useNavigate, useParams } from "@tanstack/react-router";

export function useSlug(): string {
  return useParams({ strict: false, select: ({ slug }) => slug ?? "" });
}

/** `go("/contacts")` → `/w/<slug>/contacts`. */
export function useGo(): (path: string) => void {
  const slug = useSlug();
  const navigate = useNavigate();
  return (path) => void navigate({ to: `/w/${slug}${path}` as string });
}
