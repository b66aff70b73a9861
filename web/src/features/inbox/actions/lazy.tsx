/** The pickers come when one is first opened (or when the browser has nothing else to do). */
import { lazy, Suspense, useEffect } from "react";
import { whenIdle } from "../../../lib/idle.ts";
import { useInbox } from "../context.ts";

const load = () => import("./Pickers.tsx");
const LazyPickers = lazy(() => load().then((module) => ({ default: module.Pickers })));

export function Pickers() {
  const { picker } = useInbox();
  useEffect(() => whenIdle(() => void load()), []);
  return <Suspense>{picker && <LazyPickers />}</Suspense>;
}
