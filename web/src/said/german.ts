/** The German words for what the server says, in one piece that is loaded only when they are needed. */
import { formatNumber } from "../i18n/format.ts";
import channels from "./de/channels.json";
import conversations from "./de/conversations.json";
import people from "./de/people.json";
import platform from "./de/platform.json";
import responses from "./de/responses.json";
import tickets from "./de/tickets.json";
import { createSay, type Say } from "./match.ts";

export const createGerman = (): Say =>
  createSay({ ...platform, ...channels, ...conversations, ...people, ...responses, ...tickets }, formatNumber);
