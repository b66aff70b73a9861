/** Asks for an address once the visitor has written, so that an answer reaches them when they have left. */
import { useState } from "preact/hooks";
import { useApp } from "./app-context.ts";

export const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim()) && text.length <= 320;

export function AskEmail() {
  const { state, chat, words } = useApp();
  const [email, setEmail] = useState("");
  const [error, setError] = useState("");
  const [saved, setSaved] = useState("");
  const wrote = state.messages.some((message) => message.from === "visitor");
  if (saved)
    return (
      <p class="thanks" role="status">
        {words.saved(saved)}
      </p>
    );
  if (!wrote || !state.visitor || state.visitor.email) return null;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!looksLikeEmail(email)) return setError(words.emailWrong);
    try {
      await chat.tellWho({ email: email.trim() });
      setSaved(email.trim());
    } catch {
      setError(words.failed);
    }
  };
  return (
    <form class="ask" onSubmit={submit} noValidate>
      <label for="ask-email">{state.team.online ? words.askEmail : words.askEmailAway}</label>
      <div class="inline">
        <input
          id="ask-email"
          type="email"
          autocomplete="email"
          placeholder={words.emailPlaceholder}
          value={email}
          aria-invalid={error !== ""}
          aria-describedby="ask-email-error"
          onInput={(event) => {
            setEmail(event.currentTarget.value);
            setError("");
          }}
        />
        <button type="submit">{words.save}</button>
      </div>
      <p class="error" id="ask-email-error" role="alert">
        {error}
      </p>
    </form>
  );
}
