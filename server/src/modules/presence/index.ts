/** Who is looking and who is typing, and the members' socket that carries it beside the hints. Passing things: never stored. */
export { registerPresence } from "./socket.ts";
