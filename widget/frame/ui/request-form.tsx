/** A form of the workspace, filled in beside the chat; its answer comes by mail. */
import type { WidgetFormField, WidgetFormPage } from "@omniflow/contract/widget";
import { useEffect, useRef, useState } from "preact/hooks";
import { readForm, sendForm } from "../state/forms.ts";
import { useApp } from "./app-context.ts";

export function RequestForm({ formKey, done }: { formKey: string; done: () => void }) {
  const { state, words } = useApp();
  const [page, setPage] = useState<WidgetFormPage | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    readForm(formKey).then(setPage, () => setError(words.failed));
  }, [formKey]);
  useEffect(() => top.current?.focus(), [page, sent]);
  const submit = async (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const body = new FormData(event.currentTarget);
    body.append("stamp", page!.stamp);
    setBusy(true);
    setError("");
    try {
      setSent((await sendForm(formKey, body)).number ?? 0);
    } catch (problem) {
      setError((problem as Error).message || words.failed);
    }
    setBusy(false);
  };
  const back = (
    <button type="button" class="back" onClick={done}>
      {words.toChat}
    </button>
  );
  if (sent !== null)
    return (
      <div class="questions">
        <div class="fields" role="status">
          {back}
          <h2 ref={top} tabIndex={-1}>
            {words.requestThanks}
          </h2>
          <p class="said">{page?.thanks || words.requestTaken(sent)}</p>
        </div>
      </div>
    );
  return (
    <form class="questions" onSubmit={submit}>
      <div class="fields">
        {back}
        <h2 ref={top} tabIndex={-1}>
          {page?.title ?? words.starting}
        </h2>
        {page?.intro && <p class="intro">{page.intro}</p>}
        {page && (
          <>
            <Line name="name" label={words.name} value={state.visitor?.name} fill="name" />
            <Line name="email" label={words.email} value={state.visitor?.email} fill="email" type="email" required />
            <Line name="title" label={words.requestTitle} max={300} required />
            {page.fields.map((field) => (
              <CustomField key={field.key} field={field} />
            ))}
            <div class="field">
              <label for="request-text">{words.requestText}</label>
              <textarea id="request-text" name="text" class="boxed" rows={5} maxLength={20_000} required dir="auto" />
            </div>
            <div class="field">
              <label for="request-files">
                {words.attach} <span>({words.optional})</span>
              </label>
              <input id="request-files" name="files" type="file" multiple />
            </div>
          </>
        )}
        <p class="error" role="alert">
          {error}
        </p>
      </div>
      {page && (
        <button type="submit" class="primary" disabled={busy}>
          {words.send}
        </button>
      )}
    </form>
  );
}

type LineProps = {
  name: string;
  label: string;
  value?: string | null | undefined;
  fill?: string;
  type?: string;
  max?: number;
  required?: boolean;
  help?: string;
};

function Line({ name, label, value, fill = "off", type = "text", max = 320, required = false, help = "" }: LineProps) {
  const { words } = useApp();
  return (
    <div class="field">
      <label for={`request-${name}`}>
        {label}
        {!required && <span> ({words.optional})</span>}
      </label>
      <Help name={name} text={help} />
      <input
        id={`request-${name}`}
        aria-describedby={helpOf(name, help)}
        name={name}
        type={type as "text"}
        defaultValue={value ?? ""}
        autocomplete={fill as "off"}
        maxLength={max}
        required={required}
        step={type === "number" ? "any" : undefined}
        dir="auto"
      />
    </div>
  );
}

const helpOf = (name: string, text: string) => (text ? `help-${name}` : undefined);

const Help = ({ name, text }: { name: string; text: string }) =>
  text ? (
    <p id={helpOf(name, text)} class="help">
      {text}
    </p>
  ) : null;

function CustomField({ field }: { field: WidgetFormField }) {
  const { words } = useApp();
  const name = `field.${field.key}`;
  const help = field.description;
  if (field.type === "checkbox" || field.type === "multi_choice") {
    const options =
      field.type === "checkbox"
        ? [{ value: "on", label: field.label }]
        : field.options.map((one) => ({ value: one, label: one }));
    return (
      <fieldset class="field" aria-describedby={helpOf(name, help)}>
        {field.type === "multi_choice" && (
          <legend>
            {field.label}
            {!field.required && <span> ({words.optional})</span>}
          </legend>
        )}
        <Help name={name} text={help} />
        {options.map((one) => (
          <label key={one.value} class="tick">
            <input
              type="checkbox"
              name={name}
              value={one.value}
              required={field.type === "checkbox" && field.required}
            />
            {one.label}
          </label>
        ))}
      </fieldset>
    );
  }
  if (field.type === "choice")
    return (
      <div class="field">
        <label for={`request-${name}`}>
          {field.label}
          {!field.required && <span> ({words.optional})</span>}
        </label>
        <Help name={name} text={help} />
        <select id={`request-${name}`} aria-describedby={helpOf(name, help)} name={name} required={field.required}>
          <option value="" />
          {field.options.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
    );
  const type = field.type === "link" ? "url" : field.type;
  return <Line name={name} label={field.label} type={type} max={2000} required={field.required} help={help} />;
}
