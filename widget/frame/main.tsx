/** Start of the frame: says hello to the page that embeds it, and draws the chat once that page has answered. */
import { render } from "preact";
import { openFrameBridge } from "../bridge/frame.ts";
import { type Chat, startChat } from "./state/chat.ts";
import { createStore } from "./state/store.ts";
import "./style.css";
import { App } from "./ui/app.tsx";

const key = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
const store = createStore();
let chat: Chat | null = null;

const bridge = openFrameBridge((message) => {
  if (message.t === "init") {
    chat = startChat(key, message, bridge, store);
    render(<App chat={chat} store={store} />, document.body);
    if (message.compose !== null) chat.type(message.compose);
    if (message.open) chat.open(true, message.kept);
  } else if (message.t === "open") chat?.open(message.open, message.kept);
  else if (message.t === "page") chat?.page(message.page);
  else if (message.t === "person") chat?.person(message.person);
  else if (message.t === "compose") chat?.type(message.text);
  else store.set({ language: message.language, theme: message.theme });
});
bridge.send({ t: "hello" });
