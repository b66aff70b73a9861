/** The questions before the first message, from the widget's settings. What is already known is not asked. */
import type { PreChatField } from "@omniflow/contract/widget";
import { useState } from "preact/hooks";
import type { State } from "../state/store.ts";
import { useApp } from "./app-context.ts";
import { looksLikeEmail } from "./ask-email.tsx";

export function openQuestions({ config, visitor }: Pick<State, "config" | "visitor">): PreChatField[] {
  if (!config || !visitor) return [];
  const email: PreChatField = { key: "email", kind: "email", label: "email", required: true };
  const asked = config.pre_chat.map((field) => (field.kind === "email" && config.require_email ? email : field));
  if (config.require_email && !asked.includes(email)) asked.push(email);
  return asked.filter(
    (field) => !(field.kind === "email" && visitor.email) && !(field.kind === "name" && visitor.name),
  );
}

const types = { name: "text", email: "email", phone: "tel", text: "text" } as const;
const fills = { name: "name", email: "email", phone: "tel", text: "off" } as const;

export function PreChat(props: { questions: PreChatField[]; done(answers: Record<string, string>): void }) {
  const { chat, words } = useApp();
  // As first asked: an answer that becomes known must not make its field vanish while the rest is being sent.
  const [questions] = useState(props.questions);
  const [values, setValues] = useState<Record<string, string>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  const wrong = (field: PreChatField): string => {
    const value = values[field.key]?.trim() ?? "";
    if (!value) return field.required ? words.missing : "";
    return field.kind === "email" && !looksLikeEmail(value) ? words.emailWrong : "";
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const found = Object.fromEntries(questions.flatMap((field) => (wrong(field) ? [[field.key, wrong(field)]] : [])));
    setErrors(found);
    const firstWrong = questions.findIndex((field) => found[field.key]);
    if (firstWrong >= 0) return document.getElementById(`question-${firstWrong}`)?.focus();
    setBusy(true);
    const given = questions.filter((field) => values[field.key]?.trim());
    const pick = (own: boolean) =>
      Object.fromEntries(
        given.flatMap((field) =>
          (field.kind === "text") === own ? [[own ? field.label : field.kind, values[field.key]!.trim()]] : [],
        ),
      );
    try {
      const person = pick(false);
      if (Object.keys(person).length) await chat.tellWho(person);
      props.done(pick(true));
    } catch {
      setErrors({ form: words.failed });
      setBusy(false);
    }
  };
  return (
    <form class="questions" onSubmit={submit} noValidate>
      <div class="fields">
        <h2>{words.introduce}</h2>
        {questions.map((field, index) => (
          <div class="field" key={field.key}>
            <label for={`question-${index}`}>
              {field.kind === "text" ? field.label : words[field.kind]}
              {!field.required && <span> ({words.optional})</span>}
            </label>
            <input
              id={`question-${index}`}
              type={types[field.kind] as "text"}
              autocomplete={fills[field.kind]}
              required={field.required}
              maxLength={field.kind === "text" ? 1000 : 200}
              dir="auto"
              value={values[field.key] ?? ""}
              aria-invalid={Boolean(errors[field.key])}
              aria-describedby={`question-${index}-error`}
              onInput={(event) => {
                setValues({ ...values, [field.key]: event.currentTarget.value });
                setErrors({ ...errors, [field.key]: "" });
              }}
            />
            <p class="error" id={`question-${index}-error`}>
              {errors[field.key]}
            </p>
          </div>
        ))}
        <p class="error" role="alert">
          {errors.form}
        </p>
      </div>
      <button type="submit" class="primary" disabled={busy}>
        {words.begin}
      </button>
    </form>
  );
}
