/** The three states of something read from the server: waiting, failed, there. Old data stays on screen when a refresh fails. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState, SkeletonRows } from "./states.tsx";

type LoadedProps<T> = {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  /** Shown while waiting for the first time. */
  skeleton?: ReactNode;
};

export function Loaded<T>({ query, children, skeleton = <SkeletonRows /> }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return skeleton;
}
