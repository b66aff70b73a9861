/** Whom the visitor talks to and whether somebody is there. Tall with the greeting at first, a bar once there is a conversation. */
import { useApp } from "./app-context.ts";
import { icons } from "./icons.tsx";

export function Header({ hero, short }: { hero: boolean; short: boolean }) {
  const { state, chat, words } = useApp();
  const { config, team } = state;
  const name = config?.name ?? words.title;
  const status = team.online ? config?.reply_time || words.replySoon : config?.offline_text || words.away;
  const known = state.phase === "ready" && config;
  return (
    <>
      <header class={hero ? (short ? "hero short" : "hero") : ""}>
        <div class="who">
          <Faces names={team.faces.length ? team.faces : [name]} online={team.online} />
          <div class="names">
            <h1>{name}</h1>
            {!hero && known && <p>{status}</p>}
          </div>
          <button type="button" class="plain" aria-label={words.close} title={words.close} onClick={chat.close}>
            {icons.close}
          </button>
        </div>
        {hero && known && (
          <div class="welcome">
            <p class="greeting" dir="auto">
              {config.greeting || words.greeting}
            </p>
          </div>
        )}
      </header>
      {hero && known && (
        <p class="status" dir="auto">
          <span class={team.online ? "dot on" : "dot"} />
          {status}
        </p>
      )}
    </>
  );
}

function Faces({ names, online }: { names: string[]; online: boolean }) {
  return (
    <div class={online ? "faces online" : "faces"} aria-hidden="true">
      {names.slice(0, 3).map((name) => (
        <span key={name} class="face">
          {initial(name)}
        </span>
      ))}
    </div>
  );
}

export const initial = (name: string) => [...name.trim()][0]?.toUpperCase() ?? "•";
