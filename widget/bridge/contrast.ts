/** Readable text on any accent, by WCAG contrast. */

/** Relative luminance of `#rrggbb`, 0 (black) to 1 (white). */
export function luminance(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/**
 * White or black, whichever can be read better on this accent; it is never less than 4.5. Runs in the loader, so it makes do
 * with the plain power curve, which is near enough.
 */
export const inkOn = (accent: string): string => {
  const part = (at: number) => (Number(`0x${accent.slice(at, at + 2)}`) / 255) ** 2.2;
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) < 0.179 ? "#ffffff" : "#000000";
};

export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** The accent made dark or light enough to be read as text on `paper`. */
export function readableOn(paper: string, accent: string): string {
  const towards = luminance(paper) > 0.4 ? 0 : 255;
  for (let step = 0; step < 20; step++) {
    const mixed = mix(accent, towards, step / 20);
    if (contrast(mixed, paper) >= 4.5) return mixed;
  }
  return towards ? "#ffffff" : "#000000";
}

function mix(hex: string, towards: number, share: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `#${parts
    .map((part) =>
      Math.round(part + (towards - part) * share)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
