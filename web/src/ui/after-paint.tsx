/** What nobody looks at first: it joins once what was asked for is on screen. */
import { type ReactNode, useDeferredValue } from "react";

type Props = {
  /** Holds its place, so that nothing moves when it comes. */ meanwhile?: ReactNode;
  children: ReactNode;
};

export function AfterPaint({ meanwhile = null, children }: Props) {
  return useDeferredValue(true, false) ? children : meanwhile;
}
