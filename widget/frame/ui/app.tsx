/** The panel: header, then the questions or the conversation, then the composer. */
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../state/chat.ts";
import type { Store } from "../state/store.ts";
import { directionOf, wordsFor } from "../text/words.ts";
import { AppContext } from "./app-context.ts";
import { Banner } from "./banner.tsx";
import { Composer } from "./composer.tsx";
import { Header } from "./header.tsx";
import { Log } from "./log.tsx";
import { openQuestions, PreChat } from "./pre-chat.tsx";
import { RequestForm } from "./request-form.tsx";
import { paint } from "./theme.ts";
import { useDrop } from "./use-drop.ts";

export function App({ chat, store }: { chat: Chat; store: Store }) {
  const [state, setState] = useState(store.get());
  const [answers, setAnswers] = useState<Record<string, string> | null>(null);
  const [form, setForm] = useState<string | null>(null);
  const over = useDrop(chat);
  useEffect(() => store.subscribe(() => setState(store.get())), [store]);

  const chosen = state.config?.language;
  const language = chosen && chosen !== "auto" ? chosen : state.language;
  const words = wordsFor(language);
  useEffect(() => paint(state.config, state.theme), [state.config, state.theme]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) chat.close();
    };
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, [chat]);

  const empty = state.messages.length === 0 && state.pending.length === 0;
  const questions = empty && answers === null ? openQuestions(state) : [];
  return (
    <AppContext.Provider value={{ state, chat, words, language }}>
      <div class="app">
        <Header hero={empty && form === null} short={questions.length > 0} />
        <Banner />
        {form === null && state.forms.length > 0 && (
          <nav class="forms" aria-label={words.forms}>
            {state.forms.map((one) => (
              <button key={one.key} type="button" dir="auto" onClick={() => setForm(one.key)}>
                {one.title}
              </button>
            ))}
          </nav>
        )}
        <main>
          {form !== null ? (
            <RequestForm key={form} formKey={form} done={() => setForm(null)} />
          ) : state.phase === "ready" && questions.length ? (
            <PreChat questions={questions} done={setAnswers} />
          ) : (
            <>
              <Log />
              <Composer
                ready={state.config !== null}
                say={(text) => {
                  chat.say(text, answers && Object.keys(answers).length ? answers : undefined);
                  setAnswers({});
                }}
              />
            </>
          )}
        </main>
        {over && <div class="drop">{words.drop}</div>}
      </div>
    </AppContext.Provider>
  );
}
