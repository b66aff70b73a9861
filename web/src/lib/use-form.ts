/**
 * The state of a form: values, what is wrong beside which field, busy, saved. Input is never lost: a refused save keeps it,
 * and a change from elsewhere only fills fields the person has not touched.
 */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ApiError } from "../api/client.ts";
import { said } from "../said/index.ts";

type Problems<T> = Partial<Record<keyof T & string, string>>;
type FormOptions<T, R> = {
  initial: T;
  submit: (values: T) => Promise<R>;
  onDone?: (result: R) => void;
  /** Problems found before asking the server. */
  check?: (values: T) => Problems<T>;
  /** After a version conflict: read the current state again. */
  onConflict?: () => void;
};

export function useForm<T extends Record<string, unknown>, R = unknown>(options: FormOptions<T, R>) {
  const [values, setValues] = useState(options.initial);
  const [problems, setProblems] = useState<Problems<T>>({});
  const [saved, setSaved] = useState(false);
  const base = useRef(options.initial);
  const { initial, check } = options;
  const initialText = JSON.stringify(initial);

  // biome-ignore lint/correctness/useExhaustiveDependencies: compared by content, not by identity
  useEffect(() => {
    const before = base.current;
    base.current = initial;
    setValues((now) => follow(now, before, initial));
  }, [initialText]);

  const send = useMutation({
    mutationFn: options.submit,
    onSuccess: (result) => {
      setSaved(true);
      options.onDone?.(result);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === "version_conflict") options.onConflict?.();
    },
  });

  function set<K extends keyof T & string>(name: K, value: T[K]) {
    setValues((now) => ({ ...now, [name]: value }));
    setProblems(({ [name]: _, ...rest }) => rest as Problems<T>);
    setSaved(false);
    if (send.error && fieldOf(send.error, name)) send.reset();
  }

  function submit(event?: FormEvent) {
    event?.preventDefault();
    const found = check?.(values) ?? {};
    setProblems(found);
    const first = Object.keys(found)[0];
    if (!first) return send.mutate(values);
    const form = event?.currentTarget as HTMLFormElement | undefined;
    form?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }

  const names = Object.keys(values);
  const atField = send.error && names.some((name) => fieldOf(send.error, name));
  return {
    values,
    set,
    submit,
    busy: send.isPending,
    saved: saved && !send.isPending,
    dirty: JSON.stringify(values) !== initialText,
    problem: (name: keyof T & string): string | undefined =>
      problems[name] ?? (send.error && fieldOf(send.error, name) ? said(send.error.message) : undefined),
    /** What went wrong and belongs to no single field. */
    error: send.error && !atField ? send.error : null,
    /** What went wrong is being mended. */
    forget: () => send.reset(),
    reset: () => {
      setValues(initial);
      setProblems({});
      send.reset();
    },
  };
}

/** Takes over what changed elsewhere, except where the person has typed. */
export function follow<T extends Record<string, unknown>>(now: T, before: T, after: T): T {
  const next = { ...after } as Record<string, unknown>;
  for (const name of Object.keys(now)) {
    if (JSON.stringify(now[name]) !== JSON.stringify(before[name])) next[name] = now[name];
  }
  return next as T;
}

/** Servers name a field as `name`, `/settings/host` or `settings.host`; the last part is the input's name. */
export function fieldOf(error: unknown, name: string): boolean {
  if (!(error instanceof ApiError) || !error.field) return false;
  const path = error.field.replace(/^[/.]/, "").replaceAll("/", ".");
  return path === name || path.split(".").at(-1) === name;
}
