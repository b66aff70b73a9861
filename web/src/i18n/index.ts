/**
 * The translation layer. All text a person reads comes from `i18n/<language>/<namespace>.json`; each file is fetched when a
 * screen needs it. English is the source: its keys are the types.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { setDirection } from "../lib/direction.ts";

export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

const files = import.meta.glob<{ default: Record<string, unknown> }>("./*/*.json");
const STORED = "omniflow.language";

const backend = {
  type: "backend" as const,
  read(language: string, namespace: string, done: (error: unknown, data: Record<string, unknown> | null) => void) {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) return done(new Error(`No text for ${language}/${namespace}`), null);
    load().then(
      (module) => done(null, module.default),
      (error) => done(error, null),
    );
  },
};

/** The best language we have for a wish list such as `navigator.languages`. */
export function pickLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const base = wish.toLowerCase().split("-")[0] as Language;
    if (base in languages) return base;
  }
  return "en";
}

export async function startI18n(): Promise<void> {
  const stored = localStorage.getItem(STORED);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: pickLanguage([...(stored ? [stored] : []), ...navigator.languages]),
      fallbackLng: "en",
      supportedLngs: Object.keys(languages),
      ns: ["common", "frame"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  setDocumentLanguage();
}

/** Follow the member's own choice; empty means: as the browser says. */
export async function followLanguage(setting: string | undefined): Promise<void> {
  const language = pickLanguage([...(setting ? [setting] : []), ...navigator.languages]);
  localStorage.setItem(STORED, language);
  if (language === i18next.language) return;
  await i18next.changeLanguage(language);
  setDocumentLanguage();
}

function setDocumentLanguage() {
  document.documentElement.lang = i18next.language;
  setDirection(i18next.dir());
}
