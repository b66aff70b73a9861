/** Light, dark or as the device; kept on this device so that the first paint is right, and in the member's settings. */
export type Theme = "system" | "light" | "dark";
const STORED = "omniflow.theme";
const device = matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(STORED);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function applyTheme(theme: Theme): void {
  localStorage.setItem(STORED, theme);
  show();
}

export function isDark(): boolean {
  const theme = chosenTheme();
  return theme === "dark" || (theme === "system" && device.matches);
}

function show() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

device.addEventListener("change", show);
