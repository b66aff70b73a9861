/** A plain text with variables: where they are wrong, and what it says when they are filled. For signatures and automatic replies. */
import { parseTemplate, type TemplateProblem, templateVariables } from "@omniflow/contract/template";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useRef } from "react";
import { useTranslation } from "react-i18next";
import { previewTemplate } from "../../api/responses.ts";
import { Textarea } from "../../ui/input.tsx";
import { VariablePicker, type variableNouns } from "./VariablePicker.tsx";
import { useVariableFields } from "./variable-fields.ts";

type FieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  nouns?: readonly (typeof variableNouns)[number][];
  /** Variables only this text has: `mail.link`. With them nothing outside of `own` and `nouns` is known. */
  own?: readonly string[];
  wiring?: object;
};

export function TemplateField({ label, value, onChange, rows = 4, nouns, own, wiring }: FieldProps) {
  const { t } = useTranslation("responses");
  const box = useRef<HTMLDivElement>(null);
  const fields = useVariableFields();
  const known = own && [...own, ...templateVariables, ...fields.map((field) => field.name)];
  const isKnown = (name: string) =>
    known!.includes(name) && (own!.includes(name) || nouns!.some((noun) => name.startsWith(`${noun}.`)));
  const { problems, template } = parseTemplate(value, "text", known && nouns ? { isKnown } : {});
  const insert = (name: string) => {
    const area = box.current?.querySelector("textarea");
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [value.length, value.length];
    const text = `{{${name}}}`;
    onChange(value.slice(0, from) + text + value.slice(to));
    // After the menu has given the focus back.
    setTimeout(() => {
      area?.focus();
      area?.setSelectionRange(from + text.length, from + text.length);
    }, 50);
  };
  const hasVariables = template.pieces.some((piece) => piece.kind === "variable");
  return (
    <div ref={box} className="grid gap-1">
      <Textarea
        {...wiring}
        aria-label={label}
        dir="auto"
        rows={rows}
        value={value}
        aria-invalid={problems.length > 0 ? true : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="-ms-2.5">
        <VariablePicker onPick={insert} {...(nouns ? { nouns } : {})} {...(own ? { own } : {})} />
      </div>
      {problems[0] && <Problem problem={problems[0]} />}
      {hasVariables && !own && problems.length === 0 && (
        <TemplateReading source={{ text: value }} label={t("preview.label")} />
      )}
    </div>
  );
}

export function Problem({ problem }: { problem: TemplateProblem }) {
  const { t } = useTranslation("responses");
  return (
    <p role="alert" className="text-xs text-danger-ink">
      {t("problem.place", { line: problem.line, column: problem.column })}{" "}
      {t(`problem.${problem.reason}`, { found: problem.found })}{" "}
      {problem.suggestion && t("problem.suggestion", { name: `{{${problem.suggestion}}}` })}
    </p>
  );
}

/** How a template reads with the values that are known without a customer. */
export function TemplateReading({ source, label }: { source: { text: string } | { html: string }; label: string }) {
  const text = JSON.stringify(source);
  const shown = useDeferredValue(text);
  const preview = useQuery({
    queryKey: ["responses", "preview", "text", shown],
    queryFn: ({ signal }) => previewTemplate(JSON.parse(shown), signal),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  if (!preview.data) return null;
  return (
    <section aria-label={label} className="rounded-md bg-sunken px-3 py-2 text-sm text-muted">
      <p className="mb-1 text-xs font-medium text-faint">{label}</p>
      <div
        dir="auto"
        className="rich-text text-ink [&_mark]:rounded-sm [&_mark]:bg-warning-soft [&_mark]:px-1 [&_mark]:font-mono [&_mark]:text-xs [&_mark]:text-warning-ink"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made by our server from escaped text
        dangerouslySetInnerHTML={{ __html: preview.data.html }}
      />
    </section>
  );
}
