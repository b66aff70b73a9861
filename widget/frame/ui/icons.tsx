/** The few icons, drawn in one line weight (after lucide, ISC). */
const draw = (path: string, more = "") => (
  <svg viewBox="0 0 24 24" aria-hidden="true" class={`icon ${more}`}>
    <path d={path} />
  </svg>
);

export const icons = {
  close: draw("m6 9 6 6 6-6"),
  send: draw("M12 19V5m-6.5 6.5L12 5l6.5 6.5"),
  attach: draw("m21.4 11.6-8.6 8.6a6 6 0 0 1-8.5-8.5l8.6-8.6a4 4 0 0 1 5.7 5.7l-8.6 8.6a2 2 0 0 1-2.9-2.9l8-7.9"),
  emoji: draw("M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20ZM8 14.2s1.5 2 4 2 4-2 4-2M9 9.2h.01M15 9.2h.01"),
  remove: draw("M18 6 6 18M6 6l12 12"),
  down: draw("M12 5v14m6-6-6 6-6-6"),
  file: draw("M14 2H6.5A2.5 2.5 0 0 0 4 4.5v15A2.5 2.5 0 0 0 6.5 22h11a2.5 2.5 0 0 0 2.5-2.5V8l-6-6Zm0 0v6h6"),
  alert: draw("M12 8v5m0 3.5h.01M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19Z"),
};
